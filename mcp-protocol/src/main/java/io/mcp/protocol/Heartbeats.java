package io.mcp.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The body of {@code POST /v1/heartbeats}.
 *
 * @param leases up to {@link Limits#MAX_BATCH} leases
 */
public record Heartbeats(@JsonProperty("leases") List<LeaseRef> leases) {

	public Heartbeats {
		leases = (leases != null) ? List.copyOf(leases) : List.of();
	}

	/**
	 * The answer.
	 *
	 * @param renewed how many leases were renewed
	 * @param unknown those that were not: expired, never there, or taken over by a newer
	 * registration
	 */
	public record Result(@JsonProperty("renewed") int renewed, @JsonProperty("unknown") List<LeaseRef> unknown) {

		public Result {
			unknown = (unknown != null) ? List.copyOf(unknown) : List.of();
		}

	}

}
