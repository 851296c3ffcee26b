package io.mcp.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body, wholly optional, of a single heartbeat.
 *
 * @param leaseId the lease to renew; {@code null} renews whichever is current
 * @param latencyMs how long the instance's own work takes it at present, in milliseconds
 * @param status a new declared status
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Heartbeat(@JsonProperty("lease_id") @Nullable String leaseId,
		@JsonProperty("latency_ms") @Nullable Double latencyMs, @JsonProperty("status") @Nullable Status status) {

}
