package io.mcp.registry.ring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.Status;
import io.mcp.registry.McpRegistryApplication;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.lifecycle.Registry;
import io.mcp.registry.replica.Replicas;
import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A whole registry with its HTTP API, on a Redis of the test's. */
final class HttpReplica implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Map<String, String> BALLAST = IntStream.range(0, 8)
		.boxed()
		.collect(Collectors.toMap((i) -> "ballast" + i, (i) -> "x".repeat(1000)));

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	HttpReplica(StoredData data, String... properties) {
		this.context = new SpringApplicationBuilder(McpRegistryApplication.class, OwnEventLoops.class)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
			.properties(data.properties(properties))
			.run("--server.port=0");
		await().until(() -> call("GET", "/v1/services", null).statusCode() == 200);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	Replicas replicas() {
		return this.context.getBean(Replicas.class);
	}

	MeterRegistry meters() {
		return this.context.getBean(MeterRegistry.class);
	}

	/** Changes a service that often, as fast as it goes; each change is some 8 KB. */
	void change(ServiceKey service, String id, int times) {
		Registry registry = this.context.getBean(Registry.class);
		Registration registration = new Registration(service.instance(id), service.name(), "10.0.0.1", 8080, false,
				Status.UP, 100, null, null, List.of(), BALLAST, 600, true, HealthCheck.NONE);
		CompletableFuture
			.allOf(IntStream.range(0, times)
				.mapToObj((i) -> registry.register(registration).toCompletableFuture())
				.toArray(CompletableFuture[]::new))
			.join();
	}

	/** How many streams and blocking queries it serves. */
	double watching() {
		return meters().get("mcp.registry.watch.streams").gauge().value()
				+ meters().get("mcp.registry.watch.blocking.queries").gauge().value();
	}

	void register(String service, String id) {
		HttpResponse<String> response = call("POST", "/v1/register", "{\"service_name\":\"" + service
				+ "\",\"instance_id\":\"" + id + "\",\"host\":\"10.0.0.1\",\"port\":8080,\"ttl\":600}");
		assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
	}

	HttpResponse<String> call(String method, String path, String body, String... headers) {
		return start(method, path, body, headers).join();
	}

	CompletableFuture<HttpResponse<String>> start(String method, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	static JsonNode json(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JSON.readTree(response.body());
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Replicas of one JVM would share their event loops otherwise, and the first one that
	 * is closed would take them along.
	 */
	static final class OwnEventLoops {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory own = new ReactorResourceFactory();
			own.setUseGlobalResources(false);
			return own;
		}

	}

}
