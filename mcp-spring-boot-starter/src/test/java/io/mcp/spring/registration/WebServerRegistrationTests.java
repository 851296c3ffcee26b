package io.mcp.spring.registration;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.protocol.RegisterRequest;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.Instances;
import io.mcp.spring.ScriptedRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Real web servers, a real client, and a registry that follows a script. */
@ExtendWith(OutputCaptureExtension.class)
class WebServerRegistrationTests {

	private final JsonMapper json = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	private final ScriptedRegistry registry = ScriptedRegistry.start();

	@AfterEach
	void stopRegistry() {
		this.registry.close();
	}

	@Test
	void registersTheRealPortOfTheMainServer() {
		try (ConfigurableApplicationContext context = run("--management.server.port=0",
				"--mcp.discovery.registration.metadata.env=test")) {
			await().until(() -> !this.registry.registrations().isEmpty());
			RegisterRequest request = this.registry.registrations().get(0);
			assertThat(request.serviceName()).isEqualTo("orders");
			assertThat(request.port())
				.isEqualTo(context.getEnvironment().getProperty("local.server.port", Integer.class))
				.isNotEqualTo(context.getEnvironment().getProperty("local.management.port", Integer.class));
			assertThat(request.secure()).isNotEqualTo(true);
			assertThat(request.metadata()).containsEntry("env", "test");
		}
	}

	@Test
	void leavesTheListWhileTheServerStillAnswers() {
		List<Integer> answersDuringDeregistration = new CopyOnWriteArrayList<>();
		ConfigurableApplicationContext context = run("--server.shutdown=graceful");
		await().until(() -> !this.registry.registrations().isEmpty());
		URI ping = uri(context, "/ping");
		this.registry.observe((call) -> {
			if (call.method().equals("DELETE")) {
				answersDuringDeregistration.add(get(ping).statusCode());
			}
		});
		CompletableFuture<HttpResponse<String>> underWay = this.http
			.sendAsync(HttpRequest.newBuilder(uri(context, "/slow")).build(), BodyHandlers.ofString());
		Slow slow = context.getBean(Slow.class);
		await().until(() -> slow.arrived.getCount() == 0);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
		await().until(() -> !this.registry.calls("DELETE", "/v1/services/orders/instances/").isEmpty());
		slow.mayAnswer.countDown();
		closing.join();
		assertThat(underWay.join().statusCode()).isEqualTo(200);
		assertThat(answersDuringDeregistration).containsExactly(200);
		assertThat(this.registry.calls("DELETE", "/v1/services/orders/instances/")).singleElement()
			.satisfies((call) -> assertThat(call.uri().getQuery()).contains("lease_id=lease-1"));
	}

	@Test
	void saysOnceThatTheRegistryIsAwayAndRegistersWhenItComes(CapturedOutput output) throws IOException {
		int port = unusedPort();
		try (ConfigurableApplicationContext context = run(
				"--mcp.discovery.server-addresses=http://localhost:" + port)) {
			assertThat(get(uri(context, "/ping")).statusCode()).isEqualTo(200);
			McpRegistration registration = context.getBean(McpRegistration.class);
			await().until(() -> registration.state().failures() > 2);
			assertThat(registration.state().phase()).isEqualTo(Phase.REGISTERING);
			assertThat(output.toString().lines().filter((line) -> line.contains("WARN") && line.contains(":" + port)))
				.hasSize(1);
			try (ScriptedRegistry late = ScriptedRegistry.startOn(port)) {
				await().until(() -> registration.state().phase() == Phase.REGISTERED);
				assertThat(late.registrations()).hasSize(1);
			}
		}
	}

	@Test
	void actuatorShowsHowItStands() {
		this.registry.list("billing", Instances.plain("billing", "10.0.0.7", 8080));
		try (ConfigurableApplicationContext context = run("--management.endpoints.web.exposure.include=mcp,health",
				"--management.endpoint.health.show-details=always", "--mcp.discovery.client.eager-services=billing")) {
			McpRegistration registration = context.getBean(McpRegistration.class);
			await().until(() -> registration.state().phase() == Phase.REGISTERED);
			await().until(() -> !context.getBean(McpDiscovery.class).cachedServices().get(0).instances().isEmpty());
			JsonNode report = this.json.readTree(get(uri(context, "/actuator/mcp")).body());
			assertThat(report.at("/registration/state/phase").asString()).isEqualTo("REGISTERED");
			assertThat(report.at("/registration/state/leaseId").asString()).isEqualTo("lease-1");
			assertThat(report.at("/registration/state/instanceId").asString())
				.isEqualTo("orders:%s:%s".formatted(report.at("/registration/address/host").asString(),
						context.getEnvironment().getProperty("local.server.port")));
			assertThat(report.at("/registration/state/lastHeartbeat").asString()).matches("\\d{4}-.*Z");
			assertThat(report.at("/registration/address/reason").asString()).isNotBlank();
			assertThat(report.at("/registry/current").asString()).isEqualTo(this.registry.address().toString());
			assertThat(report.at("/registry/addresses/0/reachability").asString()).isEqualTo("REACHABLE");
			assertThat(report.at("/services/0/name").asString()).isEqualTo("billing");
			assertThat(report.at("/services/0/revision").asInt()).isEqualTo(7);
			assertThat(report.at("/services/0/count").asInt()).isEqualTo(1);
			assertThat(report.at("/services/0/age").asString()).startsWith("PT");
			assertThat(report.at("/services/0/source").asString()).isEqualTo("REGISTRY");
			assertThat(report.at("/services/0/status/UP").asInt()).isEqualTo(1);
			assertThat(report.at("/services/0/health/HEALTHY").asInt()).isEqualTo(1);
			assertThat(report.at("/subscription/mode").asString()).isNotBlank();
			assertThat(report.at("/subscription/since").asString()).matches("\\d{4}-.*Z");
			assertThat(report.at("/subscription/why").asString()).isNotBlank();
			JsonNode health = this.json.readTree(get(uri(context, "/actuator/health")).body());
			assertThat(health.at("/components/mcpDiscovery/status").asString()).isEqualTo("UP");
			assertThat(health.at("/components/mcpDiscovery/details/services/billing/count").asInt()).isEqualTo(1);
		}
	}

	@Test
	void readinessReachesTheRegistry() {
		try (ConfigurableApplicationContext context = run()) {
			await().until(() -> !this.registry.registrations().isEmpty());
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			await().until(() -> this.registry.calls("PUT", "/heartbeat")
				.stream()
				.anyMatch((call) -> call.body().contains("\"OUT_OF_SERVICE\"")));
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			await().until(() -> this.registry.calls("PUT", "/heartbeat")
				.stream()
				.anyMatch((call) -> call.body().contains("\"UP\"")));
		}
	}

	private ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("spring.application.name", "orders", "server.port", "0",
				"mcp.discovery.server-addresses", this.registry.address().toString()));
		return application.run(arguments);
	}

	private HttpResponse<String> get(URI uri) {
		return this.http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).join();
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMcpDiscovery
	static class Application {

		@Bean
		Slow slow() {
			return new Slow();
		}

	}

	@RestController
	static class Slow {

		private final CountDownLatch arrived = new CountDownLatch(1);

		private final CountDownLatch mayAnswer = new CountDownLatch(1);

		@GetMapping("/ping")
		String ping() {
			return "pong";
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.arrived.countDown();
			this.mayAnswer.await();
			return "done";
		}

	}

}
