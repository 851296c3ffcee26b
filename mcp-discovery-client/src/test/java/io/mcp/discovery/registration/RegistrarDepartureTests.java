package io.mcp.discovery.registration;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.mcp.discovery.ScriptedRegistry;
import io.mcp.discovery.ScriptedRegistry.Request;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.DrainReport;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How an instance leaves. */
class RegistrarDepartureTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final RegisterRequest ORDERS = RegisterRequest.of("orders", "10.0.0.7", 8080).ttl(30).build();

	private static final RegistrationPlan QUICK = new RegistrationPlan(ORDERS, Duration.ofMillis(20));

	private static final RegistrationPlan SLOW = RegistrationPlan.of(ORDERS);

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final ScriptedRegistry registry = new ScriptedRegistry();

	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void closeAll() throws Exception {
		this.released.countDown();
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
		this.registry.close();
	}

	@Test
	void drainsBeforeItDeregisters() {
		this.registry.answering(RegistrarDepartureTests::draining);
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.stop(LONG);
		assertThat(asked()).containsExactly("POST /v1/register", "POST /drain", "DELETE");
		Request drain = this.registry.requests().get(1);
		assertThat(drain.path()).isEqualTo("/v1/services/orders/instances/orders:10.0.0.7:8080/drain");
		assertThat(drain.query()).matches("namespace=shop&wait=29\\d{3}ms&lease_id=lease-1");
		RegistrationState state = registrar.state();
		assertThat(state.phase()).isEqualTo(Phase.DEREGISTERED);
		assertThat(state.drain()).isEqualTo(new DrainReport(12, 11, 1, 0, 8));
	}

	@Test
	void deregistersOnlyWhenTheRegistryHasHeardFromTheSubscribers() {
		holding("/drain");
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> registrar.stop(LONG));
		await().until(() -> asked().contains("POST /drain"));
		assertThat(registrar.state().phase()).isEqualTo(Phase.DRAINING);
		assertThat(registrar.state().leaseId()).isEqualTo("lease-1");
		assertThat(asked()).doesNotContain("DELETE");
		assertThat(stopped).isNotDone();
		this.released.countDown();
		stopped.join();
		assertThat(asked()).endsWith("DELETE");
	}

	@Test
	void nothingPutsItBackWhileItDrains() {
		holding("/drain");
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.start(QUICK);
		await().until(() -> asked().contains("PUT /heartbeat"));
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> registrar.stop(LONG));
		await().until(() -> asked().contains("POST /drain"));
		registrar.declare(Status.OUT_OF_SERVICE);
		registrar.declare(Status.UP);
		registrar.declareAfter(Duration.ZERO, Status.OUT_OF_SERVICE);
		int before = this.registry.requests("PUT").size();
		await().until(() -> this.registry.requests("PUT").size() > before + 2);
		assertThat(this.registry.requests("PUT")).as("the lease goes on, the status stays as the drain made it")
			.extracting(Request::body)
			.containsOnly("{\"lease_id\":\"lease-1\"}");
		this.released.countDown();
		stopped.join();
	}

	@Test
	void leaseThatIsForgottenDuringTheDrainIsNotRegisteredAgain() {
		this.registry.answering((request) -> {
			if (request.path().endsWith("/drain")) {
				awaitQuietly(this.released);
			}
			return request.method().equals("PUT") ? new Response(404) : draining(request);
		});
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(new RegistrationPlan(ORDERS, Duration.ofMillis(500)), LONG);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> registrar.stop(LONG));
		await().until(() -> this.registry.requests("PUT").size() > 1);
		this.released.countDown();
		stopped.join();
		assertThat(asked().stream().filter("POST /v1/register"::equals)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 405, 501, 503 })
	void registryThatCannotDrainIsLeftAllTheSame(int status) {
		this.registry
			.answering((request) -> request.path().endsWith("/drain") ? new Response(status) : draining(request));
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.stop(LONG);
		assertThat(asked()).containsExactly("POST /v1/register", "POST /drain", "DELETE");
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
		assertThat(registrar.state().drain()).isNull();
		assertThat(registrar.state().lastError()).isNull();
	}

	@Test
	void drainMayTakeLongerThanAnyOtherRequest() {
		holding("/drain");
		InstanceRegistrar registrar = registrar(Duration.ofMillis(100), Duration.ZERO);
		registrar.start(SLOW);
		await().until(() -> registrar.state().phase() == Phase.REGISTERED);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> registrar.stop(LONG));
		await().until(() -> asked().contains("POST /drain"));
		await().during(Duration.ofMillis(300)).until(() -> !asked().contains("DELETE"));
		this.released.countDown();
		stopped.join();
		assertThat(registrar.state().drain()).isNotNull();
		assertThat(asked().stream().filter("POST /drain"::equals)).hasSize(1);
	}

	@Test
	void drainWithoutAnAnswerLeavesTimeToDeregister() {
		holding("/drain");
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.stop(Duration.ofSeconds(2));
		assertThat(asked()).containsExactly("POST /v1/register", "POST /drain", "DELETE");
		assertThat(this.registry.requests().get(1).query()).matches("namespace=shop&wait=1[0-6]\\d{2}ms&.*");
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
	}

	@Test
	void heartbeatIntoABlackHoleHoldsUpNeitherTheDrainNorTheDeregistration() {
		try (ScriptedRegistry other = new ScriptedRegistry()) {
			// Whichever is the current one, it falls silent with the first heartbeat
			CountDownLatch silent = new CountDownLatch(1);
			List<ScriptedRegistry> silenced = new CopyOnWriteArrayList<>();
			for (ScriptedRegistry each : List.of(this.registry, other)) {
				each.answering((request) -> {
					if (request.method().equals("PUT") && silenced.isEmpty()) {
						silenced.add(each);
						silent.countDown();
					}
					if (silenced.contains(each)) {
						awaitQuietly(this.released);
					}
					return draining(request);
				});
			}
			InstanceRegistrar registrar = registrar(LONG, Duration.ZERO, this.registry.uri(), other.uri());
			registrar.start(new RegistrationPlan(ORDERS, Duration.ofSeconds(2)));
			awaitQuietly(silent);
			registrar.stop(Duration.ofMillis(1500));
			ScriptedRegistry alive = (silenced.get(0) == other) ? this.registry : other;
			assertThat(calls(alive)).endsWith("POST /drain", "DELETE");
			assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
			assertThat(registrar.state().drain()).isNotNull();
			this.released.countDown();
		}
	}

	@Test
	void statusThatIsBeingToldIsWaitedForDuringPartOfTheTimeOnly() {
		holding("/heartbeat");
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.declare(Status.OUT_OF_SERVICE);
		await().until(() -> asked().contains("PUT /heartbeat"));
		registrar.stop(Duration.ofSeconds(3));
		assertThat(asked()).containsExactly("POST /v1/register", "PUT /heartbeat", "POST /drain", "DELETE");
	}

	@Test
	void registrationIsWaitedForDuringPartOfTheTimeOnlyAndALaterLeaseIsGivenBack() {
		holding("/register");
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.start(SLOW);
		await().until(() -> asked().contains("POST /v1/register"));
		registrar.stop(Duration.ofMillis(300));
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
		this.released.countDown();
		await().until(() -> asked().equals(List.of("POST /v1/register", "DELETE")));
	}

	@Test
	void whoDoesNotWantToDrainDeregistersAtOnce() {
		this.registry.answering(RegistrarDepartureTests::draining);
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.stopWithoutDrain(LONG);
		assertThat(asked()).containsExactly("POST /v1/register", "DELETE");
	}

	@Test
	void settlesAfterItHasDeregistered() {
		this.registry.answering(RegistrarDepartureTests::draining);
		Duration settle = Duration.ofMillis(200);
		InstanceRegistrar registrar = registrar(settle);
		registrar.registerNow(SLOW, LONG);
		long before = System.nanoTime();
		registrar.stop(LONG);
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(settle);
	}

	@Test
	void doesNotSettleWhereNobodyHeardThatItLeaves() {
		this.registry.answering(RegistrarDepartureTests::draining);
		InstanceRegistrar registrar = registrar(Duration.ofHours(1));
		registrar.registerNow(SLOW, LONG);
		this.registry.goAway();
		registrar.stop(LONG);
		assertThat(registrar.state().lastError()).startsWith(this.registry.uri() + ": ");
	}

	@Test
	void statusOfALaterMomentIsToldThen() {
		this.registry.answering(RegistrarDepartureTests::draining);
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.declareAfter(Duration.ofMillis(1), Status.OUT_OF_SERVICE);
		await().until(() -> !this.registry.requests("PUT").isEmpty());
		assertThat(this.registry.requests("PUT").get(0).body()).contains("\"status\":\"OUT_OF_SERVICE\"");
	}

	@Test
	void statusOfALaterMomentIsNotToldWhenTheInstanceLeavesBefore() {
		this.registry.answering(RegistrarDepartureTests::draining);
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.declareAfter(Duration.ofHours(1), Status.OUT_OF_SERVICE);
		registrar.stop(LONG);
		assertThat(asked()).containsExactly("POST /v1/register", "POST /drain", "DELETE");
	}

	@Test
	void statusOfALaterMomentGivesWayToANewerOne() {
		this.registry.answering(RegistrarDepartureTests::draining);
		InstanceRegistrar registrar = registrar(Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.declareAfter(Duration.ofMillis(100), Status.OUT_OF_SERVICE);
		registrar.declare(Status.UP);
		registrar.declareAfter(Duration.ofMillis(200), Status.STARTING);
		await().until(() -> !this.registry.requests("PUT").isEmpty());
		assertThat(this.registry.requests("PUT")).extracting(Request::body)
			.containsExactly("{\"lease_id\":\"lease-1\",\"status\":\"STARTING\"}");
	}

	private void holding(String pathEnd) {
		this.registry.answering((request) -> {
			if (request.path().endsWith(pathEnd)) {
				awaitQuietly(this.released);
			}
			return draining(request);
		});
	}

	/** What was asked, in short and in its order. */
	private List<String> asked() {
		return calls(this.registry);
	}

	private static List<String> calls(ScriptedRegistry registry) {
		return registry.requests().stream().flatMap((request) -> {
			String call = request.path().substring(request.path().lastIndexOf('/'));
			return switch (request.method()) {
				case "DELETE" -> Stream.of("DELETE");
				case "POST" -> Stream.of("POST " + (request.path().equals("/v1/register") ? request.path() : call));
				default -> Stream.of(request.method() + " " + call);
			};
		}).toList();
	}

	private static Response draining(Request request) {
		if (request.path().endsWith("/drain")) {
			return new Response(200, """
					{"subscribers":12,"acknowledged":11,"pending":1,"silent_replicas":0,"took_ms":8}""");
		}
		return request.method().equals("POST") ? new Response(201, """
				{"service_name":"orders","instance_id":"orders:10.0.0.7:8080","namespace":"shop",
				 "lease_id":"lease-1","ttl":30,"heartbeat_interval":10.0,"revision":1}""") : new Response(204);
	}

	private InstanceRegistrar registrar(Duration settle) {
		return registrar(LONG, settle);
	}

	private InstanceRegistrar registrar(Duration requestTimeout, Duration settle) {
		return registrar(requestTimeout, settle, this.registry.uri());
	}

	private InstanceRegistrar registrar(Duration requestTimeout, Duration settle, URI... addresses) {
		Random random = new Random(1);
		RegistryTransport transport = new RegistryTransport(List.of(addresses), LONG, requestTimeout,
				InstantSource.system(), System::nanoTime, random);
		this.opened.add(transport);
		InstanceRegistrar registrar = new BackgroundRegistrar(transport, "shop", InstantSource.system(),
				System::nanoTime, new Jitter(random), Duration.ofSeconds(1), settle);
		this.opened.add(registrar);
		return registrar;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
