package io.mcp.registry.embedded;

/**
 * A server of the data folder that serves.
 *
 * @param port where, on the loopback address
 * @param version its version
 * @param process its process; a child of this one or not
 */
record RunningServer(int port, String version, ProcessHandle process) {
}
