/**
 * Switches discovery on and gives an application its
 * {@link io.mcp.discovery.McpDiscovery}. The packages below build on this one and not the
 * other way round.
 */
@NullMarked
package io.mcp.spring;

import org.jspecify.annotations.NullMarked;
