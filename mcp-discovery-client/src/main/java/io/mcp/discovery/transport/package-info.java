/**
 * Exchanges with the registry over HTTP, with fail-over between its addresses.
 */
@NullMarked
package io.mcp.discovery.transport;

import org.jspecify.annotations.NullMarked;
