package io.mcp.spring.registration;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.RecordingRegistrar;
import io.mcp.spring.ScriptedRegistry;
import io.mcp.spring.ScriptedRegistry.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * In which order a web application leaves: a real server with a call under way, and a
 * registry that calls the application back while it is being left.
 */
class ShutdownOrderTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private final ScriptedRegistry registry = ScriptedRegistry.start();

	private final List<Event> events = new CopyOnWriteArrayList<>();

	@AfterEach
	void stopRegistry() {
		this.registry.close();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void drainsDeregistersAndOnlyThenStopsToServe(WebApplicationType type) {
		ConfigurableApplicationContext context = run(type, "--server.shutdown=graceful");
		await().until(() -> context.getBean(McpRegistration.class).state().phase() == Phase.REGISTERED);
		Work work = context.getBean(Work.class);
		URI ping = uri(context, "/ping");
		CompletableFuture<Void> underWay = this.http
			.sendAsync(HttpRequest.newBuilder(uri(context, "/slow")).build(), BodyHandlers.ofString())
			.thenAccept((response) -> happened("call under way answered " + response.statusCode()));
		await().until(() -> work.arrived.getCount() == 0);
		this.registry.observe((call) -> {
			happened(call);
			if (call.uri().getPath().endsWith("/drain")) {
				RegistrationState state = context.getBean(McpRegistration.class).state();
				happened("state " + state.phase());
			}
			if (!call.method().equals("PUT")) {
				happened("new call answered " + get(ping).statusCode());
			}
		});
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close)
			.thenRun(() -> happened("context closed"));
		await().until(() -> happenedWhat().contains("DELETE"));
		await().until(() -> isRefused(ping));
		happened("new call refused");
		work.mayAnswer.countDown();
		closed.join();
		underWay.join();
		assertThat(happenedWhat().stream().filter((what) -> !what.startsWith("PUT"))).containsExactly("POST drain",
				"state DRAINING", "new call answered 200", "DELETE", "new call answered 200", "new call refused",
				"call under way answered 200", "context closed");
		assertThat(happenedWhat()).as("nothing declares a status after the drain began")
			.doesNotContain("PUT with a status");
		assertThat(Duration.ofNanos(at("new call refused") - at("DELETE"))).as("time for calls that are on their way")
			.isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void refusedTrafficOfAClosingApplicationIsLeftToTheDrain(WebApplicationType type) {
		RecordingRegistrar registrar = new RecordingRegistrar();
		SpringApplication application = application(type);
		application.addInitializers((context) -> ((GenericApplicationContext) context)
			.registerBean(InstanceRegistrar.class, () -> registrar));
		application.run().close();
		assertThat(registrar.events()).containsExactly("start", "declare UP", "declare OUT_OF_SERVICE after PT0.5S",
				"stop PT3S", "close");
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		return application(type).run(arguments);
	}

	private SpringApplication application(WebApplicationType type) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(type);
		application.setDefaultProperties(Map.of("spring.application.name", "orders", "server.port", "0",
				"mcp.discovery.server-addresses", this.registry.address().toString()));
		return application;
	}

	private void happened(Call call) {
		String path = call.uri().getPath();
		happened(switch (call.method()) {
			case "POST" -> "POST " + path.substring(path.lastIndexOf('/') + 1);
			case "PUT" -> call.body().contains("\"status\"") ? "PUT with a status" : "PUT";
			default -> call.method();
		});
	}

	private void happened(String what) {
		this.events.add(new Event(what, System.nanoTime()));
	}

	private List<String> happenedWhat() {
		return this.events.stream().map(Event::what).toList();
	}

	private long at(String what) {
		return this.events.stream().filter((event) -> event.what().equals(what)).findFirst().orElseThrow().nanos();
	}

	/** On a connection of its own, since an open one says nothing about new ones. */
	private static boolean isRefused(URI uri) throws InterruptedException {
		try {
			send(uri);
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (IOException ex) {
			return false; // Accepted before the end, and cut off by it
		}
	}

	private static HttpResponse<String> get(URI uri) {
		try {
			return send(uri);
		}
		catch (IOException ex) {
			throw new IllegalStateException("No answer from " + uri, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	private static HttpResponse<String> send(URI uri) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	private record Event(String what, long nanos) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMcpDiscovery
	static class Application {

		@Bean
		Work work() {
			return new Work();
		}

	}

	@RestController
	static class Work {

		private final CountDownLatch arrived = new CountDownLatch(1);

		private final CountDownLatch mayAnswer = new CountDownLatch(1);

		@GetMapping("/ping")
		String ping() {
			return "pong";
		}

		@GetMapping("/slow")
		Mono<String> slow() {
			this.arrived.countDown();
			return Mono.fromFuture(CompletableFuture.supplyAsync(() -> {
				try {
					this.mayAnswer.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return "done";
			}));
		}

	}

}
