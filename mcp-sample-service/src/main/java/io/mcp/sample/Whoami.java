package io.mcp.sample;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Which instance answered.
 *
 * @param service its service
 * @param instanceId its id in the registry
 * @param host the address under which it is registered
 * @param port the port under which it is registered
 */
record Whoami(@JsonProperty("service") String service, @JsonProperty("instance_id") String instanceId,
		@JsonProperty("host") String host, @JsonProperty("port") int port) {

}
