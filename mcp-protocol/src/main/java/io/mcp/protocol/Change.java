package io.mcp.protocol;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One change of one instance.
 *
 * @param type what happened
 * @param namespace namespace of the service
 * @param serviceName service as registered
 * @param previousRevision the service's revision before
 * @param revision the service's revision after
 * @param at when, by the store's clock
 * @param instance the instance after the change; its last state where it is gone
 * @param acknowledge whether subscribers are asked for an {@link Acknowledgement}
 */
public record Change(@JsonProperty("type") Type type, @JsonProperty("namespace") String namespace,
		@JsonProperty("service_name") String serviceName, @JsonProperty("previous_revision") long previousRevision,
		@JsonProperty("revision") long revision, @JsonProperty("at") Instant at,
		@JsonProperty("instance") InstanceInfo instance,
		@JsonProperty("acknowledge") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean acknowledge) {

	/** What happened. */
	public enum Type {

		/** A new instance, or one that came back. */
		@JsonProperty("registered")
		REGISTERED,
		/** The same instance with other properties, status or health. */
		@JsonProperty("updated")
		UPDATED,
		/** Left by its own word or an operator's. */
		@JsonProperty("deregistered")
		DEREGISTERED,
		/** Its lease ended: health is now FAILED. */
		@JsonProperty("expired")
		EXPIRED,
		/** The record of an expired instance was deleted. */
		@JsonProperty("removed")
		REMOVED;

		/** Whether the instance is no longer there after the change. */
		public boolean removes() {
			return this == DEREGISTERED || this == REMOVED;
		}

	}

}
