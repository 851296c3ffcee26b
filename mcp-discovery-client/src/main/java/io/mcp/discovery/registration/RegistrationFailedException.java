package io.mcp.discovery.registration;

import java.util.List;

import io.mcp.protocol.Problem;

/** A registration that had to succeed in time did not. */
public class RegistrationFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final transient List<Problem.FieldError> errors;

	/**
	 * Creates the exception.
	 * @param reason what kind of failure it was
	 * @param message what happened, with the registry's words
	 * @param errors the fields that the registry refused; empty for other reasons
	 */
	public RegistrationFailedException(Reason reason, String message, List<Problem.FieldError> errors) {
		super(message);
		this.reason = reason;
		this.errors = List.copyOf(errors);
	}

	/**
	 * What kind of failure it was.
	 * @return the kind
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * The fields that the registry refused.
	 * @return empty where it refused for another reason or was not reached
	 */
	public List<Problem.FieldError> errors() {
		return (this.errors != null) ? this.errors : List.of();
	}

	/** The kinds of failure. */
	public enum Reason {

		/** No address of the registry answered in time. */
		UNREACHABLE,
		/** The registry does not accept this registration. */
		REFUSED,
		/** A live instance at another address holds the id. */
		ID_TAKEN

	}

}
