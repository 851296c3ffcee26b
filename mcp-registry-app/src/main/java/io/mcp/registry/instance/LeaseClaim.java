package io.mcp.registry.instance;

import org.jspecify.annotations.Nullable;

/**
 * One lease to renew.
 *
 * @param instance whose
 * @param leaseId the lease that must still be the current one, or {@code null} for
 * whichever is current
 */
public record LeaseClaim(InstanceKey instance, @Nullable String leaseId) {

}
