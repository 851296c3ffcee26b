package io.mcp.registry.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.InstanceInfo;
import io.mcp.registry.instance.Instance;
import org.jspecify.annotations.Nullable;

/**
 * One instance with all that the registry knows of it: the members of
 * {@link InstanceInfo} and more.
 *
 * @param info what lists show as well
 * @param namespace namespace of its service
 * @param ttl lease in seconds; 0 for an instance that lives by probes only
 * @param ephemeral whether the record goes some time after the lease expired
 * @param healthCheck how it is probed
 * @param failedAt when its lease expired or its probes failed for good
 * @param lease how its lease stands; {@code null} where it has none, or where Redis could
 * not be asked
 */
record InstanceDetails(@JsonUnwrapped InstanceInfo info, @JsonProperty("namespace") String namespace,
		@JsonProperty("ttl") int ttl, @JsonProperty("ephemeral") boolean ephemeral,
		@JsonProperty("health_check") HealthCheck healthCheck,
		@JsonProperty("failed_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant failedAt,
		@JsonProperty("lease") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lease lease) {

	static InstanceDetails of(Instance instance) {
		return new InstanceDetails(instance.info(), instance.namespace(), instance.ttl(), instance.ephemeral(),
				instance.healthCheck(), instance.failedAt(), null);
	}

	static InstanceDetails of(Instance instance, Optional<Duration> remaining) {
		Lease lease = remaining.map((left) -> Lease.of(instance.leaseTtl(), left)).orElse(null);
		return new InstanceDetails(instance.info(), instance.namespace(), instance.ttl(), instance.ephemeral(),
				instance.healthCheck(), instance.failedAt(), lease);
	}

	/**
	 * How a lease stands.
	 *
	 * @param ageMs milliseconds since it was granted or renewed
	 * @param remainingMs milliseconds until it ends
	 */
	record Lease(@JsonProperty("age_ms") long ageMs, @JsonProperty("remaining_ms") long remainingMs) {

		private static Lease of(Duration ttl, Duration remaining) {
			return new Lease(Math.max(0, ttl.minus(remaining).toMillis()), remaining.toMillis());
		}

	}

}
