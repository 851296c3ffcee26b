package io.mcp.registry.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.StatusOverride;
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
 * @param declaredStatus what it declares itself, where an override wins over that
 * @param override an operator's override
 * @param failedAt when its lease expired or its probes failed for good
 * @param lease how its lease stands; {@code null} where it has none, or where Redis could
 * not be asked
 */
record InstanceDetails(@JsonUnwrapped InstanceInfo info, @JsonProperty("namespace") String namespace,
		@JsonProperty("ttl") int ttl, @JsonProperty("ephemeral") boolean ephemeral,
		@JsonProperty("health_check") HealthCheck healthCheck,
		@JsonProperty("declared_status") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Status declaredStatus,
		@JsonProperty("override") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Override override,
		@JsonProperty("failed_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant failedAt,
		@JsonProperty("lease") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lease lease) {

	static InstanceDetails of(Instance instance) {
		return of(instance, Optional.empty());
	}

	static InstanceDetails of(Instance instance, Optional<Duration> remaining) {
		Lease lease = remaining.map((left) -> Lease.of(instance.leaseTtl(), left)).orElse(null);
		StatusOverride override = instance.override();
		return new InstanceDetails(instance.info(), instance.namespace(), instance.ttl(), instance.ephemeral(),
				instance.healthCheck(), (override != null) ? instance.status() : null,
				(override != null) ? Override.of(override) : null, instance.failedAt(), lease);
	}

	/**
	 * An operator's word.
	 *
	 * @param status what wins
	 * @param reason why
	 * @param since when it was set
	 * @param expiresAt when it ends by itself
	 */
	record Override(@JsonProperty("status") Status status,
			@JsonProperty("reason") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
			@JsonProperty("since") Instant since,
			@JsonProperty("expires_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt) {

		private static Override of(StatusOverride override) {
			return new Override(override.status(), override.reason(), override.since(), override.expiresAt());
		}

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
