package io.mcp.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the registry probes an instance.
 *
 * @param type {@code http}, {@code tcp}, {@code grpc} or {@code none}
 * @param path path of an HTTP probe; {@code null} for other types
 * @param port port to probe; {@code null} means the instance's own
 * @param interval seconds between two probes
 * @param timeout seconds after which a probe counts as failed
 * @param failureThreshold failures in a row that make the instance {@link Health#FAILED}
 * @param successThreshold successes in a row that bring it back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthCheck(@JsonProperty("type") Type type, @JsonProperty("path") @Nullable String path,
		@JsonProperty("port") @Nullable Integer port, @JsonProperty("interval") int interval,
		@JsonProperty("timeout") int timeout, @JsonProperty("failure_threshold") int failureThreshold,
		@JsonProperty("success_threshold") int successThreshold) {

	/** No probes: heartbeats alone decide. */
	public static final HealthCheck NONE = new HealthCheck(Type.NONE, null, null, 10, 2, 3, 2);

	/** What is sent to the instance. */
	public enum Type {

		/** {@code GET path} that must answer 2xx. */
		@JsonProperty("http")
		HTTP,
		/** A TCP connection that must open. */
		@JsonProperty("tcp")
		TCP,
		/** The standard gRPC health service. */
		@JsonProperty("grpc")
		GRPC,
		/** Nothing. */
		@JsonProperty("none")
		NONE

	}

}
