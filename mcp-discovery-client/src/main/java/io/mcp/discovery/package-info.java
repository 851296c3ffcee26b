/**
 * Discovery for any JVM application: what registers it, what finds others, and the wiring
 * of both. Start at {@link io.mcp.discovery.McpDiscoveryClients}.
 */
@NullMarked
package io.mcp.discovery;

import org.jspecify.annotations.NullMarked;
