package io.mcp.sample;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a series of calls went.
 *
 * @param calls how many were made
 * @param failed how many of them got no answer
 * @param byInstance instance id to the number of answers it gave
 * @param errors why calls failed, each reason once; absent when none did
 */
record CallReport(@JsonProperty("calls") int calls, @JsonProperty("failed") int failed,
		@JsonProperty("by_instance") Map<String, Integer> byInstance,
		@JsonProperty("errors") @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<String> errors) {

	/** Counts one call after the other. Not thread-safe. */
	static final class Tally {

		private final Map<String, Integer> byInstance = new TreeMap<>();

		private final Set<String> errors = new LinkedHashSet<>();

		private int calls;

		private int failed;

		void answered(String instanceId) {
			this.calls++;
			this.byInstance.merge(instanceId, 1, Integer::sum);
		}

		void failed(String reason) {
			this.calls++;
			this.failed++;
			this.errors.add(reason);
		}

		CallReport report() {
			return new CallReport(this.calls, this.failed, this.byInstance, this.errors);
		}

	}

}
