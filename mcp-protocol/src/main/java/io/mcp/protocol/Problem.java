package io.mcp.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error, RFC 9457 {@code application/problem+json}.
 *
 * @param type URI of the kind of problem
 * @param title the kind in words
 * @param status HTTP status
 * @param detail what happened in this case, with the value and what was expected
 * @param errors the offending fields
 */
public record Problem(@JsonProperty("type") String type, @JsonProperty("title") String title,
		@JsonProperty("status") int status,
		@JsonProperty("detail") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail,
		@JsonProperty("errors") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

	public Problem {
		errors = (errors != null) ? List.copyOf(errors) : List.of();
	}

	/**
	 * One offending field.
	 *
	 * @param field path of the field, such as {@code health_check.interval}
	 * @param message the value, and what was expected
	 */
	public record FieldError(@JsonProperty("field") String field, @JsonProperty("message") String message) {

	}

}
