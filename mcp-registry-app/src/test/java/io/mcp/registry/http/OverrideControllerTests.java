package io.mcp.registry.http;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class OverrideControllerTests extends HttpApiTests {

	private static final String PATH = "/v1/services/user-service/instances/user-service:192.168.1.100:8080";

	@Test
	void showsBothTheOperatorsWordAndTheInstancesOwn() throws IOException {
		register(CLASSIC);
		JsonNode overridden = send("PUT", PATH + "/override",
				"{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"leaks memory\",\"expires_in\":60,\"other\":1}")
			.json();
		assertThat(overridden.path("status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(overridden.path("declared_status").asString()).isEqualTo("UP");
		assertThat(overridden.path("override").path("reason").asString()).isEqualTo("leaks memory");
		assertThat(overridden.path("override").path("expires_at").asString()).endsWith("Z");
		assertThat(get("/v1/services/user-service/instances").json().path("instances").size()).isZero();
		assertThat(get("/v1/services/user-service/instances?status=any").json()
			.path("instances")
			.path(0)
			.path("status")
			.asString()).isEqualTo("OUT_OF_SERVICE");
	}

	@Test
	void removesItAlsoWhereThereIsNone() throws IOException {
		register(CLASSIC);
		send("PUT", PATH + "/override", "{\"status\":\"DRAINING\"}");
		assertThat(call("DELETE", PATH + "/override", Map.of()).status()).isEqualTo(204);
		assertThat(call("DELETE", PATH + "/override", Map.of()).status()).isEqualTo(204);
		JsonNode instance = get(PATH).json();
		assertThat(instance.path("status").asString()).isEqualTo("UP");
		assertThat(instance.has("override")).isFalse();
		assertThat(instance.has("declared_status")).isFalse();
	}

}
