package io.mcp.registry.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.mcp.protocol.Health;
import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * A wish to be listed that passed {@link RegistrationRules}: complete and within bounds.
 *
 * @param key where it wants to be listed
 * @param serviceName service in the caller's spelling
 * @param host address for callers
 * @param port port for callers
 * @param secure whether callers speak TLS
 * @param status first declared status
 * @param weight share of the calls
 * @param zone failure zone
 * @param version version
 * @param tags labels
 * @param metadata free string pairs
 * @param ttl lease in seconds; 0 without a lease
 * @param ephemeral whether the record goes some time after the lease expired
 * @param healthCheck how to probe it
 */
public record Registration(InstanceKey key, String serviceName, String host, int port, boolean secure, Status status,
		int weight, @Nullable String zone, @Nullable String version, List<String> tags, Map<String, String> metadata,
		int ttl, boolean ephemeral, HealthCheck healthCheck) {

	/** The record to store. */
	public Instance grant(String leaseId, Instant now) {
		return new Instance(0, leaseId, this.key.service().namespace(), this.serviceName, this.key.id(), this.host,
				this.port, this.secure, this.status, Health.HEALTHY, this.weight, this.zone, this.version, this.tags,
				this.metadata, this.ttl, this.ephemeral, this.healthCheck, now, null, null);
	}

}
