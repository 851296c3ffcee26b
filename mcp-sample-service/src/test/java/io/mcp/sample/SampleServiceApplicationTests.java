package io.mcp.sample;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The application on a real port, without a registry. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.application.name=user-service", "mcp.discovery.enabled=false" })
class SampleServiceApplicationTests {

	private final RestClient client;

	private final int port;

	SampleServiceApplicationTests(@LocalServerPort int port) {
		this.port = port;
		this.client = RestClient.builder()
			.baseUrl("http://127.0.0.1:" + port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	@Test
	void tellsWhoItIsWithoutARegistry() {
		assertThat(get("/whoami")).isEqualTo("""
				{"service":"user-service","instance_id":"user-service:127.0.0.1:%1$d","host":"127.0.0.1","port":%1$d}"""
			.formatted(this.port));
	}

	@Test
	void explainsABadRequest() {
		assertThat(get("/call/user-service?times=0")).contains("\"status\":400", "times: 0 (expected: 1 to 10000)");
	}

	@Test
	void isReadyOnceStarted() {
		assertThat(get("/actuator/health/readiness")).contains("\"UP\"");
	}

	@Test
	void exposesItsMetrics() {
		assertThat(get("/actuator/prometheus")).contains("jvm_memory_used_bytes");
	}

	private String get(String path) {
		return String.valueOf(this.client.get().uri(path).retrieve().body(String.class));
	}

}
