package io.mcp.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The answer to a registration.
 *
 * @param serviceName service as registered
 * @param instanceId id of the instance, the registry's choice where the request named
 * none
 * @param namespace namespace of the service
 * @param leaseId what heartbeats and the deregistration show to prove whose they are;
 * always there, for the deregistration alone where an instance lives by probes only
 * @param ttl lease in seconds; 0 for an instance that lives by probes only
 * @param heartbeatInterval seconds between heartbeats that the registry recommends
 * @param revision the change that this registration was
 * @param warnings what the registry noticed and the operator should know
 */
public record RegisterResponse(@JsonProperty("service_name") String serviceName,
		@JsonProperty("instance_id") String instanceId, @JsonProperty("namespace") String namespace,
		@JsonProperty("lease_id") String leaseId, @JsonProperty("ttl") int ttl,
		@JsonProperty("heartbeat_interval") double heartbeatInterval, @JsonProperty("revision") long revision,
		@JsonProperty("warnings") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

	public RegisterResponse {
		warnings = (warnings != null) ? List.copyOf(warnings) : List.of();
	}

}
