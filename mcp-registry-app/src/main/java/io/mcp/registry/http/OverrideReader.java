package io.mcp.registry.http;

import io.mcp.protocol.OverrideRequest;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.FieldErrors;
import io.mcp.registry.instance.OverrideRules;
import tools.jackson.databind.node.ObjectNode;

/** Reads overrides. Unknown members are ignored. */
final class OverrideReader {

	private OverrideReader() {
	}

	/**
	 * Reads an override.
	 * @throws io.mcp.registry.instance.InvalidRequestException naming every bad field
	 */
	static OverrideRequest override(ObjectNode body) {
		FieldErrors errors = new FieldErrors();
		RequestJson json = new RequestJson(body, errors);
		if (!json.has("status")) {
			errors.add("status", "is missing (expected: one of STARTING, UP, DRAINING, OUT_OF_SERVICE)");
		}
		Status status = RegistrationReader.status(json);
		String reason = json.text("reason");
		OverrideRules.checkReason("reason", reason, errors);
		Integer expiresIn = json.integer("expires_in", OverrideRules.EXPIRES_IN);
		errors.throwIfAny();
		return new OverrideRequest((status != null) ? status : Status.OUT_OF_SERVICE, reason, expiresIn);
	}

}
