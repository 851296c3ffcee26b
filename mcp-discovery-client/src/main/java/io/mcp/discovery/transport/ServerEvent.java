package io.mcp.discovery.transport;

/**
 * One server-sent event.
 *
 * @param name its kind
 * @param data its content, not shared with anybody
 */
public record ServerEvent(String name, byte[] data) {

}
