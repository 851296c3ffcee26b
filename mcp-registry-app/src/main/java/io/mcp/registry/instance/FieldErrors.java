package io.mcp.registry.instance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mcp.protocol.Problem;

/**
 * Collects what is wrong with a request, one message for a field (the first). Not
 * thread-safe.
 */
public final class FieldErrors {

	private final Map<String, Problem.FieldError> errors = new LinkedHashMap<>();

	/** Notes a problem, unless the field has one already. */
	public void add(String field, String message) {
		this.errors.putIfAbsent(field, new Problem.FieldError(field, message));
	}

	/** Whether that field has a problem. */
	public boolean has(String field) {
		return this.errors.containsKey(field);
	}

	/** Throws when anything was noted. */
	public void throwIfAny() {
		if (!this.errors.isEmpty()) {
			throw new InvalidRequestException(List.copyOf(this.errors.values()));
		}
	}

}
