package io.mcp.spring;

/**
 * A bean of this type keeps the application from registering itself.
 * {@code @EnableMcpDiscovery(register = false)} defines one.
 */
public final class ConsumerOnly {

}
