package io.mcp.registry.lifecycle;

import io.mcp.registry.instance.InstanceKey;
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
