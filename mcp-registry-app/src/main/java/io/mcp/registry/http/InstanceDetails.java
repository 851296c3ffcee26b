package io.mcp.registry.http;

import java.time.Instant;

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
 */
record InstanceDetails(@JsonUnwrapped InstanceInfo info, @JsonProperty("namespace") String namespace,
		@JsonProperty("ttl") int ttl, @JsonProperty("ephemeral") boolean ephemeral,
		@JsonProperty("health_check") HealthCheck healthCheck,
		@JsonProperty("failed_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant failedAt) {

	static InstanceDetails of(Instance instance) {
		return new InstanceDetails(instance.info(), instance.namespace(), instance.ttl(), instance.ephemeral(),
				instance.healthCheck(), instance.failedAt());
	}

}
