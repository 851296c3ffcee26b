package io.mcp.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A page of {@code GET /v1/changes}.
 *
 * @param changes the changes, oldest first
 * @param next what to pass as {@code after} for those that follow
 * @param truncated whether changes between {@code after} and the first of these are no
 * longer kept
 */
public record Changes(@JsonProperty("changes") List<Change> changes, @JsonProperty("next") String next,
		@JsonProperty("truncated") boolean truncated) {

	public Changes {
		changes = (changes != null) ? List.copyOf(changes) : List.of();
	}

}
