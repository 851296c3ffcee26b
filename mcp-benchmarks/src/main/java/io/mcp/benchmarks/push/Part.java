package io.mcp.benchmarks.push;

import java.util.List;
import java.util.Map;

import io.mcp.benchmarks.report.Times;

/**
 * What was seen in one part of the run, idle or loaded.
 *
 * @param come from the start of a registration until a subscriber had the instance
 * @param last the same, until the last subscriber had it
 * @param gone from the start of a deregistration until a subscriber no longer had the
 * instance
 * @param redis from the start of an {@code XADD} until a reader had the entry
 * @param timers what the registries' own timers saw, in words
 * @param cores how many cores were kept busy, in words
 */
record Part(Times come, Times last, Times gone, Times redis, Map<String, String> timers, String cores) {

}
