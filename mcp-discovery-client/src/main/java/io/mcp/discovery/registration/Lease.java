package io.mcp.discovery.registration;

import org.jspecify.annotations.Nullable;

/**
 * The right to be listed.
 *
 * @param serviceName service of the instance
 * @param instanceId id of the instance
 * @param id what proves whose it is; {@code null} for an instance that lives by the
 * registry's probes
 */
record Lease(String serviceName, String instanceId, @Nullable String id) {

}
