/**
 * Notices that leases have ended. Decides nothing: Redis does, by letting the key expire.
 */
@NullMarked
package io.mcp.registry.lease;

import org.jspecify.annotations.NullMarked;
