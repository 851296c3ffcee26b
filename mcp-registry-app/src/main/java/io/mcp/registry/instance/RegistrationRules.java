package io.mcp.registry.instance;

import io.mcp.protocol.RegisterRequest;

/** The bounds that a registration must keep, for every transport. */
public final class RegistrationRules {

	private RegistrationRules() {
	}

	/**
	 * Checks a request and fills in what it leaves open.
	 * @param request as decoded by the transport
	 * @param errors what the transport found already; all further problems are added
	 * @return the complete registration
	 * @throws InvalidRequestException naming every bad field
	 */
	public static Registration check(RegisterRequest request, FieldErrors errors) {
		throw new IllegalStateException("replaced by the HTTP branch: " + request + errors);
	}

	/** Checks the result of a patch. */
	public static void checkAmended(Instance amended) {
	}

}
