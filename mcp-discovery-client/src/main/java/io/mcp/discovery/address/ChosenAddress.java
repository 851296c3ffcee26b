package io.mcp.discovery.address;

/**
 * The address under which callers reach this machine.
 *
 * @param host a literal IPv4 or IPv6 address
 * @param reason why this one, in words for a log line
 */
public record ChosenAddress(String host, String reason) {

}
