package io.mcp.registry.ring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.mcp.registry.McpRegistryApplication;
import io.mcp.registry.testing.WatchingClient;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** No event loop, of the server or of the Redis client, ever waits. */
class NonBlockingTests {

	private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

	private static final ThreadLocal<Boolean> NOTING = ThreadLocal.withInitial(() -> false);

	private static final int TIMES = 30;

	private final HttpClient http = HttpClient.newHttpClient();

	static {
		// Lettuce counts the writers of its connection under a lock, held for that alone.
		BlockHound.install(
				(builder) -> builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
					.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "decrementWriters")
					.blockingMethodCallback((method) -> {
						// Writing it down may itself block once, when a class is loaded
						// for it.
						if (!NOTING.get()) {
							NOTING.set(true);
							String stack = Arrays.stream(new Throwable().getStackTrace())
								.map(StackTraceElement::toString)
								.collect(Collectors.joining("\n\tat "));
							// An idle worker of a timer waits for work, as it should.
							if (!stack.contains("ThreadPoolExecutor.getTask")) {
								BLOCKED
									.add(Thread.currentThread().getName() + " blocks in " + method + "\n\tat " + stack);
							}
							NOTING.set(false);
						}
					}));
	}

	@Test
	void noCallOfTheApiBlocksAnEventLoop() throws Exception {
		try (StoredData data = StoredData.emptied();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(McpRegistryApplication.class)
					.properties("spring.main.banner-mode=off")
					.properties(data.properties())
					.run("--server.port=0")) {
			String base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
			await().until(() -> send("GET", base + "/v1/services", null) == 200);
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			try (WatchingClient subscriber = WatchingClient.reading(port, "service=orders")) {
				callEverything(base, subscriber);
				BLOCKED.clear(); // what happens once, such as loading a class, is not
									// what hurts
				for (int i = 0; i < TIMES; i++) {
					callEverything(base, subscriber);
				}
				await().until(() -> subscriber.last().data().path("type").asString().equals("deregistered"));
			}
			assertThat(BLOCKED).isEmpty();
			aBlockingCallIsNoticed();
		}
	}

	private void callEverything(String base, WatchingClient subscriber) throws Exception {
		String instance = base + "/v1/services/orders/instances/orders:10.0.0.1:8080";
		String body = "{\"service_name\":\"orders\",\"host\":\"10.0.0.1\",\"port\":8080,\"metadata\":{\"a\":\"b\"},\"ttl\":30}";
		assertThat(send("POST", base + "/v1/register", body)).isIn(200, 201);
		assertThat(send("PUT", instance + "/heartbeat", "{\"status\":\"UP\"}")).isEqualTo(204);
		assertThat(send("POST", base + "/v1/heartbeats",
				"{\"leases\":[{\"service_name\":\"orders\",\"instance_id\":\"orders:10.0.0.1:8080\"}]}"))
			.isEqualTo(200);
		assertThat(send("PATCH", instance, "{\"weight\":7}")).isEqualTo(200);
		assertThat(send("GET", base + "/v1/services", null)).isEqualTo(200);
		assertThat(send("GET", base + "/v1/services/orders/instances", null)).isEqualTo(200);
		assertThat(send("GET", base + "/v1/services/orders/instances?metadata.a=b&zone=x", null)).isEqualTo(200);
		assertThat(send("GET", instance, null)).isEqualTo(200);
		assertThat(send("GET", base + "/v1/changes", null)).isEqualTo(200);
		assertThat(send("GET", base + "/v1/sd/prometheus", null)).isEqualTo(200);
		assertThat(send("POST", base + "/v1/register", "{")).isEqualTo(400);
		assertThat(send("GET", base + "/v1/services/orders/instances?index=9999999&wait=1ms", null)).isEqualTo(200);
		assertThat(send("POST", instance + "/drain?wait=1ms", null)).isEqualTo(200);
		assertThat(send("POST", base + "/v1/watch/acknowledgements",
				"{\"watch_id\":\"" + subscriber.watchId() + "\",\"service_name\":\"orders\",\"revision\":9999999}"))
			.isEqualTo(204);
		try (WatchingClient another = WatchingClient.reading(URI.create(base).getPort(), "service=orders&service=b")) {
			await().until(() -> another.events().size() == 2);
		}
		assertThat(send("DELETE", instance, null)).isEqualTo(204);
		assertThat(send("GET", base + "/actuator/health/readiness", null)).isEqualTo(200);
	}

	private void aBlockingCallIsNoticed() {
		Mono.fromRunnable(NonBlockingTests::wait1ms).subscribeOn(Schedulers.parallel()).block();
		assertThat(BLOCKED).as("BlockHound sees").anyMatch((stack) -> stack.contains("wait1ms"));
	}

	private static void wait1ms() {
		try {
			new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private int send(String method, String uri, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20));
		if (body != null) {
			request.header("Content-Type", "application/json");
		}
		request.method(method,
				(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		return this.http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

}
