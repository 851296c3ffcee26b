package io.mcp.registry.instance;

import java.util.List;
import java.util.stream.Collectors;

import io.mcp.protocol.Problem;

/** A request that cannot be served as it is: names every offending field. */
public final class InvalidRequestException extends RuntimeException {

	private final transient List<Problem.FieldError> errors;

	public InvalidRequestException(List<Problem.FieldError> errors) {
		super(errors.stream().map((error) -> error.field() + ": " + error.message()).collect(Collectors.joining("; ")));
		this.errors = List.copyOf(errors);
	}

	/** The offending fields, never empty. */
	public List<Problem.FieldError> errors() {
		return this.errors;
	}

}
