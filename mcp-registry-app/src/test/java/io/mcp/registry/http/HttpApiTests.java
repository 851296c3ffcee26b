package io.mcp.registry.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.mcp.registry.http.RawHttp.Response;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What tests of the HTTP API share: the server, the registry behind it, and calls. */
@SpringBootTest(classes = HttpTestApplication.class,
		properties = "management.endpoint.health.validate-group-membership=false",
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class HttpApiTests {

	static final String CLASSIC = """
			{"service_name":"user-service","host":"192.168.1.100","port":8080,
			 "metadata":{"version":"v1.2","env":"prod"},"ttl":30}""";

	static final String CLASSIC_PATH = "/v1/services/user-service/instances/user-service:192.168.1.100:8080";

	@Autowired
	InMemoryRegistry registry;

	@LocalServerPort
	int port;

	@BeforeEach
	void emptyRegistry() {
		this.registry.reset();
	}

	Response get(String path) throws IOException {
		return call("GET", path, Map.of());
	}

	Response call(String method, String path, Map<String, String> headers) throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			return http.exchange(method, path, headers, null);
		}
	}

	Response send(String method, String path, String json) throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			return http.exchange(method, path, Map.of("Content-Type", "application/json"), bytes(json));
		}
	}

	Response register(String json) throws IOException {
		return send("POST", "/v1/register", json);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
