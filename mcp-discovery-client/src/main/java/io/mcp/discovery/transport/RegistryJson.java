package io.mcp.discovery.transport;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that registries speak. */
public final class RegistryJson {

	/**
	 * Reads and writes it. Thread-safe. A member that a registry of another version
	 * leaves out is no reason to fail.
	 */
	public static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private RegistryJson() {
	}

}
