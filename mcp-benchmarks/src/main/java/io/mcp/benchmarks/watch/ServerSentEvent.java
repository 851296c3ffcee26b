package io.mcp.benchmarks.watch;

/**
 * One event of a watch.
 *
 * @param name its {@code event:} line; empty for a comment
 * @param data its {@code data:} line; empty for a comment
 */
record ServerSentEvent(String name, String data) {

}
