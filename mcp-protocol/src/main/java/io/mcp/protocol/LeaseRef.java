package io.mcp.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One lease within a batch of heartbeats.
 *
 * @param serviceName service of the instance
 * @param instanceId id of the instance
 * @param leaseId the lease to renew; {@code null} renews whichever is current
 */
public record LeaseRef(@JsonProperty("service_name") String serviceName, @JsonProperty("instance_id") String instanceId,
		@JsonProperty("lease_id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String leaseId) {

}
