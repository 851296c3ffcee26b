package io.mcp.discovery.registration;

import java.net.URI;
import java.util.List;

import io.mcp.protocol.Problem;
import io.mcp.protocol.RegisterResponse;

/** What became of a registration. */
sealed interface Registering {

	/**
	 * The instance is listed.
	 *
	 * @param response the registry's answer
	 * @param by the address that gave it
	 */
	record Registered(RegisterResponse response, URI by) implements Registering {

	}

	/**
	 * A live instance at another address holds the id.
	 *
	 * @param message the registry's words
	 */
	record IdTaken(String message) implements Registering {

	}

	/**
	 * The registry does not accept it as it is.
	 *
	 * @param message the registry's words
	 * @param errors the fields it names
	 */
	record Refused(String message, List<Problem.FieldError> errors) implements Registering {

	}

	/**
	 * Nobody decided.
	 *
	 * @param reason why
	 */
	record Unreached(String reason) implements Registering {

	}

}
