package io.mcp.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/register}. Only {@code serviceName}, {@code host} and
 * {@code port} are needed; whatever is {@code null} takes the registry's default.
 *
 * @param serviceName name of the service
 * @param host address under which callers reach the instance
 * @param port port under which callers reach the instance, 1 to 65535
 * @param ttl lease in seconds, 1 to 3600
 * @param metadata free string pairs
 * @param namespace what isolates services of the same name
 * @param instanceId id of the instance within its service
 * @param secure whether callers speak TLS to it
 * @param status first declared status
 * @param weight share of the calls, 0 to 10000
 * @param zone failure zone
 * @param tags labels to select by
 * @param version version to select by
 * @param ephemeral whether the instance is deleted some time after its lease expired
 * @param healthCheck how the registry probes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisterRequest(@JsonProperty("service_name") String serviceName, @JsonProperty("host") String host,
		@JsonProperty("port") int port, @JsonProperty("ttl") @Nullable Integer ttl,
		@JsonProperty("metadata") Map<String, String> metadata, @JsonProperty("namespace") @Nullable String namespace,
		@JsonProperty("instance_id") @Nullable String instanceId, @JsonProperty("secure") @Nullable Boolean secure,
		@JsonProperty("status") @Nullable Status status, @JsonProperty("weight") @Nullable Integer weight,
		@JsonProperty("zone") @Nullable String zone, @JsonProperty("tags") List<String> tags,
		@JsonProperty("version") @Nullable String version, @JsonProperty("ephemeral") @Nullable Boolean ephemeral,
		@JsonProperty("health_check") @Nullable HealthCheck healthCheck) {

	public RegisterRequest {
		metadata = (metadata != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(metadata)) : Map.of();
		tags = (tags != null) ? List.copyOf(tags) : List.of();
	}

	/** Starts a request with what every registration needs. */
	public static Builder of(String serviceName, String host, int port) {
		return new Builder(serviceName, host, port);
	}

	/** Collects the optional members. Not thread-safe. */
	public static final class Builder {

		private final String serviceName;

		private final String host;

		private final int port;

		private final Map<String, String> metadata = new LinkedHashMap<>();

		private @Nullable Integer ttl;

		private @Nullable String namespace;

		private @Nullable String instanceId;

		private @Nullable Boolean secure;

		private @Nullable Status status;

		private @Nullable Integer weight;

		private @Nullable String zone;

		private List<String> tags = List.of();

		private @Nullable String version;

		private @Nullable Boolean ephemeral;

		private @Nullable HealthCheck healthCheck;

		private Builder(String serviceName, String host, int port) {
			this.serviceName = serviceName;
			this.host = host;
			this.port = port;
		}

		/** Lease in seconds. */
		public Builder ttl(int seconds) {
			this.ttl = seconds;
			return this;
		}

		/** Adds to the metadata. */
		public Builder metadata(Map<String, String> entries) {
			this.metadata.putAll(entries);
			return this;
		}

		/** Adds one metadata entry. */
		public Builder metadata(String key, String value) {
			this.metadata.put(key, value);
			return this;
		}

		/** Namespace other than {@code default}. */
		public Builder namespace(@Nullable String namespace) {
			this.namespace = namespace;
			return this;
		}

		/** Id other than {@code service:host:port}. */
		public Builder instanceId(@Nullable String instanceId) {
			this.instanceId = instanceId;
			return this;
		}

		/** Callers speak TLS to the instance. */
		public Builder secure(@Nullable Boolean secure) {
			this.secure = secure;
			return this;
		}

		/** First status. */
		public Builder status(@Nullable Status status) {
			this.status = status;
			return this;
		}

		/** Share of the calls. */
		public Builder weight(@Nullable Integer weight) {
			this.weight = weight;
			return this;
		}

		/** Failure zone. */
		public Builder zone(@Nullable String zone) {
			this.zone = zone;
			return this;
		}

		/** Labels, replacing those given before. */
		public Builder tags(List<String> tags) {
			this.tags = tags;
			return this;
		}

		/** Version. */
		public Builder version(@Nullable String version) {
			this.version = version;
			return this;
		}

		/** Whether the record goes some time after the lease. */
		public Builder ephemeral(@Nullable Boolean ephemeral) {
			this.ephemeral = ephemeral;
			return this;
		}

		/** Probes. */
		public Builder healthCheck(@Nullable HealthCheck healthCheck) {
			this.healthCheck = healthCheck;
			return this;
		}

		/** The finished request. */
		public RegisterRequest build() {
			return new RegisterRequest(this.serviceName, this.host, this.port, this.ttl, this.metadata, this.namespace,
					this.instanceId, this.secure, this.status, this.weight, this.zone, this.tags, this.version,
					this.ephemeral, this.healthCheck);
		}

	}

}
