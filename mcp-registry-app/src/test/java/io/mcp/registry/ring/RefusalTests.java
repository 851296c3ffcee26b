package io.mcp.registry.ring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.mcp.registry.McpRegistryApplication;
import io.mcp.registry.http.BadInputs;
import io.mcp.registry.http.BadInputs.BadInput;
import io.mcp.registry.http.RawHttp;
import io.mcp.registry.http.RawHttp.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole registry on a real Redis refuses what it must, and serves on. */
class RefusalTests {

	private static final String HELD = "/v1/services/held/instances/held-1";

	private static StoredData data;

	private static ConfigurableApplicationContext registry;

	private static int port;

	@BeforeAll
	static void startRegistry() {
		data = StoredData.emptied();
		registry = new SpringApplicationBuilder(McpRegistryApplication.class).properties("spring.main.banner-mode=off")
			.properties(data.properties())
			.run("--server.port=0");
		port = Integer.parseInt(registry.getEnvironment().getRequiredProperty("local.server.port"));
		await().until(() -> send("GET", "/v1/services", null).status() == 200);
	}

	@AfterAll
	static void stopRegistry() {
		registry.close();
		data.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.mcp.registry.http.BadInputs#all")
	void refusesWithAProblemAndServesOn(BadInput input) throws IOException {
		assertThat(send("POST", "/v1/register", BadInputs.HELD).status()).isIn(200, 201);
		try (RawHttp http = new RawHttp(port)) {
			Response response = http.exchange(input.method(), input.path(), input.headers(), input.body());
			assertThat(response.status()).as("%s", response).isEqualTo(input.status());
			assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
			if (input.field() != null) {
				assertThat(response.json().path("errors").findValuesAsString("field")).as("%s", response)
					.containsExactly(input.field());
			}
		}
		assertThat(send("GET", HELD, null).status()).as("it serves on, and nothing was harmed").isEqualTo(200);
	}

	private static Response send(String method, String path, String body) throws IOException {
		try (RawHttp http = new RawHttp(port)) {
			return http.exchange(method, path, Map.of("Content-Type", "application/json"),
					(body != null) ? body.getBytes(StandardCharsets.UTF_8) : null);
		}
	}

}
