package io.mcp.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The answer to {@code GET /v1/services/{service}/instances}.
 *
 * @param namespace namespace of the service
 * @param serviceName service as registered; as asked for where it is unknown
 * @param revision the service's last change; 0 where it is unknown
 * @param degraded whether no healthy instance exists and these are the unstable ones
 * @param instances the instances that passed the filters
 */
public record ServiceInstances(@JsonProperty("namespace") String namespace,
		@JsonProperty("service_name") String serviceName, @JsonProperty("revision") long revision,
		@JsonProperty("degraded") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean degraded,
		@JsonProperty("instances") List<InstanceInfo> instances) {

	public ServiceInstances {
		instances = (instances != null) ? List.copyOf(instances) : List.of();
	}

}
