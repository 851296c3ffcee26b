package io.mcp.protocol;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An instance as the registry shows it in lists and changes.
 *
 * @param instanceId id within the service
 * @param serviceName service as registered
 * @param host address for callers
 * @param port port for callers
 * @param secure whether callers speak TLS
 * @param status declared status; an operator's override where there is one
 * @param health observed health
 * @param weight share of the calls
 * @param zone failure zone
 * @param version version
 * @param tags labels
 * @param metadata free string pairs
 * @param registeredAt when this registration was made
 * @param revision the instance's last change
 */
public record InstanceInfo(@JsonProperty("instance_id") String instanceId,
		@JsonProperty("service_name") String serviceName, @JsonProperty("host") String host,
		@JsonProperty("port") int port, @JsonProperty("secure") boolean secure, @JsonProperty("status") Status status,
		@JsonProperty("health") Health health, @JsonProperty("weight") int weight,
		@JsonProperty("zone") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String zone,
		@JsonProperty("version") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String version,
		@JsonProperty("tags") List<String> tags, @JsonProperty("metadata") Map<String, String> metadata,
		@JsonProperty("registered_at") Instant registeredAt, @JsonProperty("revision") long revision) {

	public InstanceInfo {
		tags = (tags != null) ? List.copyOf(tags) : List.of();
		// Not Map.copyOf: its order differs from JVM to JVM, and with it every encoding
		// and ETag.
		metadata = (metadata != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(metadata)) : Map.of();
	}

}
