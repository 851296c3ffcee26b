package io.mcp.registry.instance;

import java.util.ArrayList;
import java.util.List;

import io.mcp.protocol.Problem;

/**
 * Collects what is wrong with a request, one message for a field (the first). Not
 * thread-safe.
 */
public final class FieldErrors {

	private final List<Problem.FieldError> errors = new ArrayList<>();

	/** Notes a problem, unless the field has one already. */
	public void add(String field, String message) {
		if (!has(field)) {
			this.errors.add(new Problem.FieldError(field, message));
		}
	}

	/** Whether that field has a problem. */
	public boolean has(String field) {
		return this.errors.stream().anyMatch((error) -> error.field().equals(field));
	}

	/** Throws when anything was noted. */
	public void throwIfAny() {
		if (!this.errors.isEmpty()) {
			throw new InvalidRequestException(this.errors);
		}
	}

}
