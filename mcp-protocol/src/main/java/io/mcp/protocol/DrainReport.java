package io.mcp.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The answer to {@code POST …/drain}.
 *
 * @param subscribers streams, over all replicas, that carry the service
 * @param acknowledged how many of them no longer use the instance
 * @param pending how many have not said so in time
 * @param silentReplicas replicas that did not tell of their subscribers in time; what
 * they know is not in the other numbers
 * @param tookMs milliseconds from the request to this answer
 */
public record DrainReport(@JsonProperty("subscribers") int subscribers, @JsonProperty("acknowledged") int acknowledged,
		@JsonProperty("pending") int pending, @JsonProperty("silent_replicas") int silentReplicas,
		@JsonProperty("took_ms") long tookMs) {

	/** Whether everybody who is known to listen has acknowledged. */
	public boolean complete() {
		return this.pending == 0 && this.silentReplicas == 0;
	}

}
