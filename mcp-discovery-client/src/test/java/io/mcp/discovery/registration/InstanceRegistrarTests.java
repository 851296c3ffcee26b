package io.mcp.discovery.registration;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.mcp.discovery.ScriptedRegistry;
import io.mcp.discovery.ScriptedRegistry.Request;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.registration.RegistrationFailedException.Reason;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.Problem.FieldError;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

class InstanceRegistrarTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final RegisterRequest ORDERS = RegisterRequest.of("orders", "10.0.0.7", 8080).ttl(30).build();

	private static final RegistrationPlan QUICK = new RegistrationPlan(ORDERS, Duration.ofMillis(20));

	private static final RegistrationPlan SLOW = RegistrationPlan.of(ORDERS);

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final ScriptedRegistry registry = registry();

	private final AtomicInteger leases = new AtomicInteger();

	@AfterEach
	void closeAll() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@Test
	void registersRenewsAndDeregistersWithItsLease() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		assertThat(registrar.state()).isEqualTo(RegistrationState.NOT_STARTED);
		registrar.start(QUICK);
		await().until(() -> this.registry.requests("PUT").size() > 2);
		RegistrationState state = registrar.state();
		assertThat(state.phase()).isEqualTo(Phase.REGISTERED);
		assertThat(state.instanceId()).isEqualTo("orders:10.0.0.7:8080");
		assertThat(state.leaseId()).isEqualTo("lease-1");
		assertThat(state.lastHeartbeat()).isNotNull();
		assertThat(this.registry.requests("POST")).hasSize(1);
		registrar.stop(LONG);
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
		assertThat(this.registry.requests("POST").get(0).body()).contains("\"namespace\":\"shop\"");
		Request heartbeat = this.registry.requests("PUT").get(0);
		assertThat(heartbeat.path()).isEqualTo("/v1/services/orders/instances/orders:10.0.0.7:8080/heartbeat");
		assertThat(heartbeat.query()).isEqualTo("namespace=shop");
		assertThat(heartbeat.body()).isEqualTo("{\"lease_id\":\"lease-1\"}");
		Request deregistration = this.registry.requests().get(this.registry.requests().size() - 1);
		assertThat(deregistration.method()).isEqualTo("DELETE");
		assertThat(deregistration.query()).isEqualTo("namespace=shop&lease_id=lease-1");
	}

	@Test
	void namespaceOfThePlanWins() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(RegistrationPlan.of(RegisterRequest.of("orders", "h", 1).namespace("other").build()));
		await().until(() -> registrar.state().phase() == Phase.REGISTERED);
		assertThat(this.registry.requests().get(0).query()).isEqualTo("namespace=other");
		assertThat(this.registry.requests().get(0).body()).contains("\"namespace\":\"other\"");
	}

	@Test
	void registryThatIsAwayAtTheStartIsFoundWhenItComes() {
		this.registry.answering(this::wellBehaved).goAway();
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(SLOW);
		await().until(() -> registrar.state().failures() > 1);
		assertThat(registrar.state().phase()).isEqualTo(Phase.REGISTERING);
		assertThat(registrar.state().lastError()).startsWith(this.registry.uri() + ": no connection");
		this.registry.comeBack();
		await().until(() -> registrar.state().phase() == Phase.REGISTERED);
		assertThat(registrar.state().lastError()).isNull();
	}

	@Test
	void forgottenLeaseIsRegisteredAgainAtOnce() {
		this.registry.answering((request) -> request.body().equals("{\"lease_id\":\"lease-1\"}") ? new Response(404)
				: wellBehaved(request));
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(QUICK);
		await().until(() -> "lease-2".equals(registrar.state().leaseId()));
		await().until(() -> this.registry.requests("PUT").stream().anyMatch((put) -> put.body().contains("lease-2")));
		assertThat(this.registry.requests("POST")).hasSize(2);
	}

	@Test
	void declaredStatusIsToldAtOnceAndOnlyOnce() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.declare(Status.OUT_OF_SERVICE);
		registrar.registerNow(SLOW, LONG);
		registrar.declare(Status.UP);
		registrar.declare(Status.OUT_OF_SERVICE);
		registrar.declare(Status.OUT_OF_SERVICE);
		await().until(() -> !this.registry.requests("PUT").isEmpty());
		registrar.declare(Status.UP);
		await().until(() -> this.registry.requests("PUT").size() == 2);
		assertThat(this.registry.requests("POST")).singleElement()
			.satisfies((post) -> assertThat(post.body()).doesNotContain("\"status\""));
		assertThat(this.registry.requests("PUT")).extracting(Request::body)
			.containsExactly("{\"lease_id\":\"lease-1\",\"status\":\"OUT_OF_SERVICE\"}",
					"{\"lease_id\":\"lease-1\",\"status\":\"UP\"}");
	}

	@Test
	void statusDeclaredDuringARegistrationFollowsIt() {
		CountDownLatch released = new CountDownLatch(1);
		this.registry.answering((request) -> {
			if (request.method().equals("POST")) {
				awaitQuietly(released);
			}
			return wellBehaved(request);
		});
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(SLOW);
		await().until(() -> !this.registry.requests("POST").isEmpty());
		registrar.declare(Status.OUT_OF_SERVICE);
		released.countDown();
		await().until(() -> !this.registry.requests("PUT").isEmpty());
		assertThat(this.registry.requests("PUT").get(0).body()).contains("\"status\":\"OUT_OF_SERVICE\"");
	}

	@Test
	void declaredStatusSurvivesAnotherRegistration() {
		this.registry
			.answering((request) -> request.body().contains("\"lease-1\"") && !request.body().contains("status")
					? new Response(404) : wellBehaved(request));
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(QUICK);
		registrar.declare(Status.OUT_OF_SERVICE);
		await().until(() -> "lease-2".equals(registrar.state().leaseId()));
		assertThat(this.registry.requests("POST").get(1).body()).contains("\"status\":\"OUT_OF_SERVICE\"");
	}

	@Test
	void outageBetweenHeartbeatsIsSurvived() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(QUICK);
		await().until(() -> !this.registry.requests("PUT").isEmpty());
		this.registry.goAway();
		await().until(() -> registrar.state().failures() > 1);
		assertThat(registrar.state().phase()).isEqualTo(Phase.REGISTERED);
		assertThat(registrar.state().lastError()).contains(this.registry.uri().toString());
		this.registry.comeBack();
		await().until(() -> registrar.state().failures() == 0);
		assertThat(this.registry.requests("POST")).hasSize(1);
	}

	@Test
	void heartbeatsMoveToAnotherAddressWithoutAFailure() {
		ScriptedRegistry other = registry().answering(this::wellBehaved);
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri(), other.uri());
		registrar.start(QUICK);
		await().until(() -> this.registry.requests("PUT").size() + other.requests("PUT").size() > 0);
		ScriptedRegistry used = this.registry.requests().isEmpty() ? other : this.registry;
		ScriptedRegistry spare = (used == other) ? this.registry : other;
		used.goAway();
		await().until(() -> !spare.requests("PUT").isEmpty());
		assertThat(registrar.state().failures()).isZero();
		assertThat(spare.requests("POST")).isEmpty();
	}

	@Test
	void slowRegistryIsLeftForAnotherOneWithoutAFailure() {
		CountDownLatch released = new CountDownLatch(1);
		ScriptedRegistry other = registry().answering(this::wellBehaved);
		this.registry.answering((request) -> {
			if (request.method().equals("PUT")) {
				awaitQuietly(released);
			}
			return wellBehaved(request);
		});
		InstanceRegistrar registrar = registrar(() -> 0, this.registry.uri(), other.uri());
		registrar.start(QUICK);
		await().until(() -> other.requests("PUT").size() > 1);
		released.countDown();
		assertThat(registrar.state().phase()).isEqualTo(Phase.REGISTERED);
		assertThat(other.requests("POST")).isEmpty();
	}

	@Test
	void takenOverLeaseIsNotFoughtOver() {
		CountDownLatch released = new CountDownLatch(1);
		this.registry.answering((request) -> switch (request.method()) {
			case "POST" -> (this.leases.get() == 0) ? wellBehaved(request) : held(released);
			case "PUT" -> new Response(409);
			case "GET" -> new Response(200, """
					{"instance_id":"orders:10.0.0.7:8080","service_name":"orders","host":"10.0.0.99","port":8080,
					 "secure":false,"status":"UP","health":"HEALTHY","weight":100,"tags":[],"metadata":{},
					 "registered_at":"2026-01-02T03:04:05Z","revision":7}""");
			default -> new Response(204);
		});
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(QUICK);
		await().until(() -> this.registry.requests("POST").size() == 2);
		RegistrationState state = registrar.state();
		assertThat(state.phase()).isEqualTo(Phase.REGISTERING);
		assertThat(state.leaseId()).isNull();
		assertThat(state.lastError()).isEqualTo("the lease of orders:10.0.0.7:8080 was taken over by a newer "
				+ "registration of the same id, 10.0.0.99:8080 (HEALTHY)");
		released.countDown();
		registrar.stop(LONG);
		assertThat(this.registry.requests("DELETE")).isEmpty();
	}

	@Test
	void idHeldByALiveInstanceIsTriedAgainUntilThatIsGone() {
		CountDownLatch released = new CountDownLatch(1);
		AtomicInteger attempts = new AtomicInteger();
		this.registry.answering((request) -> {
			if (request.method().equals("POST") && attempts.incrementAndGet() == 1) {
				return held(new CountDownLatch(0));
			}
			awaitQuietly(released);
			return wellBehaved(request);
		});
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(SLOW);
		await().until(() -> attempts.get() == 2);
		assertThat(registrar.state().lastError()).endsWith("is live at 10.0.0.99:8080");
		released.countDown();
		await().until(() -> registrar.state().phase() == Phase.REGISTERED);
	}

	@Test
	void stopDuringARegistrationGivesItBack() throws InterruptedException {
		CountDownLatch released = new CountDownLatch(1);
		this.registry.answering((request) -> {
			if (request.method().equals("POST")) {
				awaitQuietly(released);
			}
			return wellBehaved(request);
		});
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.start(SLOW);
		await().until(() -> !this.registry.requests("POST").isEmpty());
		Thread stopping = new Thread(() -> registrar.stop(LONG));
		stopping.start();
		await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
		released.countDown();
		stopping.join();
		assertThat(this.registry.requests("DELETE")).hasSize(1);
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
	}

	@Test
	void stopIsBoundedAndFinishesInTheBackground() {
		CountDownLatch released = new CountDownLatch(1);
		this.registry.answering((request) -> {
			if (request.method().equals("DELETE")) {
				awaitQuietly(released);
			}
			return wellBehaved(request);
		});
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.registerNow(SLOW, LONG);
		registrar.stop(Duration.ofMillis(10));
		assertThat(registrar.state().phase()).isNotEqualTo(Phase.DEREGISTERED);
		released.countDown();
		await().until(() -> registrar.state().phase() == Phase.DEREGISTERED);
	}

	@Test
	void closeDoesNotWaitAgainAfterAStop() {
		CountDownLatch released = new CountDownLatch(1);
		this.registry.answering((request) -> {
			if (request.method().equals("DELETE")) {
				awaitQuietly(released);
			}
			return wellBehaved(request);
		});
		InstanceRegistrar registrar = new BackgroundRegistrar(transport(new Random(1), this.registry.uri()), "shop",
				InstantSource.system(), System::nanoTime, new Jitter(new Random(1)), Duration.ofHours(1),
				Duration.ZERO);
		registrar.registerNow(SLOW, LONG);
		registrar.stop(Duration.ofMillis(10));
		Thread closing = new Thread(registrar::close);
		closing.start();
		await().until(() -> !closing.isAlive());
		assertThat(registrar.state().phase()).isNotEqualTo(Phase.DEREGISTERED);
		released.countDown();
	}

	@Test
	void stopTellsThatTheRegistryWasAway() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.registerNow(SLOW, LONG);
		this.registry.goAway();
		registrar.stop(LONG);
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
		assertThat(registrar.state().lastError()).startsWith(this.registry.uri() + ": ");
	}

	@Test
	void stoppingTwiceOrWithoutAStartIsHarmlessAndEndsTheThread() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.stop(LONG);
		registrar.registerNow(SLOW, LONG);
		registrar.stop(LONG);
		registrar.stop(LONG);
		registrar.close();
		assertThat(this.registry.requests("DELETE")).hasSize(1);
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("mcp-heartbeat")));
	}

	@Test
	void canBeStartedAgainAfterAStopButNotBefore() {
		this.registry.answering(this::wellBehaved);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.registerNow(SLOW, LONG);
		assertThatIllegalStateException().isThrownBy(() -> registrar.start(SLOW))
			.withMessageStartingWith("'orders' is registered here already as orders:10.0.0.7:8080");
		registrar.stop(LONG);
		registrar.registerNow(SLOW, LONG);
		assertThat(registrar.state().leaseId()).isEqualTo("lease-2");
	}

	@Test
	void refusalFailsFastWithTheFields() {
		this.registry.answering((request) -> new Response(400, """
				{"type":"about:blank","title":"Bad Request","status":400,"detail":"1 field is wrong",
				 "errors":[{"field":"host","message":"'x y' (expected: a host name or an address)"}]}"""));
		InstanceRegistrar registrar = registrar(this.registry.uri());
		assertThatExceptionOfType(RegistrationFailedException.class).isThrownBy(() -> registrar.registerNow(SLOW, LONG))
			.withMessage("'orders' was not registered: " + this.registry.uri() + " answered 400: 1 field is wrong; "
					+ "host: 'x y' (expected: a host name or an address)")
			.asInstanceOf(type(RegistrationFailedException.class))
			.satisfies((failure) -> {
				assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
				assertThat(failure.errors())
					.containsExactly(new FieldError("host", "'x y' (expected: a host name or an address)"));
			});
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
	}

	@Test
	void unreachableRegistryFailsAfterTheTimeout() {
		this.registry.goAway();
		InstanceRegistrar registrar = registrar(this.registry.uri());
		assertThatExceptionOfType(RegistrationFailedException.class)
			.isThrownBy(() -> registrar.registerNow(SLOW, Duration.ofMillis(500)))
			.withMessageStartingWith("'orders' was not registered within 500 ms: ")
			.extracting(RegistrationFailedException::reason)
			.isEqualTo(Reason.UNREACHABLE);
		assertThat(registrar.state().phase()).isEqualTo(Phase.DEREGISTERED);
	}

	@Test
	void takenIdFailsAfterTheTimeout() {
		this.registry.answering((request) -> held(new CountDownLatch(0)));
		assertThatExceptionOfType(RegistrationFailedException.class)
			.isThrownBy(() -> registrar(this.registry.uri()).registerNow(SLOW, Duration.ofSeconds(2)))
			.withMessageEndingWith("is live at 10.0.0.99:8080")
			.extracting(RegistrationFailedException::reason)
			.isEqualTo(Reason.ID_TAKEN);
	}

	@Test
	void instanceThatLivesByProbesSendsNoHeartbeats() {
		this.registry.answering(this::probing);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.registerNow(QUICK, LONG);
		registrar.stop(LONG);
		assertThat(this.registry.requests().stream().map(Request::method)).containsExactly("POST", "POST", "DELETE");
		assertThat(this.registry.requests("DELETE").get(0).query()).isEqualTo("namespace=shop&lease_id=probed");
	}

	@Test
	void instanceThatLivesByProbesTellsEachStatusOnce() {
		this.registry.answering(this::probing);
		InstanceRegistrar registrar = registrar(this.registry.uri());
		registrar.registerNow(QUICK, LONG);
		registrar.declare(Status.OUT_OF_SERVICE);
		await().until(() -> registrar.state().lastHeartbeat() != null && this.registry.requests("PUT").size() == 1);
		registrar.declare(Status.UP);
		await().until(() -> this.registry.requests("PUT").size() == 2);
		registrar.stop(LONG);
		assertThat(this.registry.requests("PUT")).extracting(Request::body)
			.containsExactly("{\"lease_id\":\"probed\",\"status\":\"OUT_OF_SERVICE\"}",
					"{\"lease_id\":\"probed\",\"status\":\"UP\"}");
	}

	@Test
	void planRenewsAfterAThirdOfTheTtl() {
		assertThat(SLOW.renewInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(RegistrationPlan.of(RegisterRequest.of("orders", "h", 1).build()).renewInterval())
			.isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void planNamesWhatIsImpossible() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RegistrationPlan(ORDERS, Duration.ofSeconds(30)))
			.withMessage("renew-interval: PT30S (expected: longer than zero and shorter than the ttl of PT30S)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RegistrationPlan.of(RegisterRequest.of("my orders", "h", 1).build()))
			.withMessageStartingWith("service-name: 'my orders' (expected: a name matching ");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RegistrationPlan.of(RegisterRequest.of("orders", "h", 1).instanceId("a/b").build()))
			.withMessageStartingWith("instance-id: 'a/b' (expected: ");
	}

	private Response wellBehaved(Request request) {
		if (request.path().endsWith("/drain")) {
			return new Response(200, """
					{"subscribers":1,"acknowledged":1,"pending":0,"silent_replicas":0,"took_ms":2}""");
		}
		return switch (request.method()) {
			case "POST" -> new Response(201, """
					{"service_name":"orders","instance_id":"orders:10.0.0.7:8080","namespace":"shop",
					 "lease_id":"lease-%d","ttl":30,"heartbeat_interval":10.0,"revision":1}"""
				.formatted(this.leases.incrementAndGet()));
			default -> new Response(204);
		};
	}

	private Response probing(Request request) {
		return request.path().equals("/v1/register") ? new Response(201, """
				{"service_name":"orders","instance_id":"o1","namespace":"shop","lease_id":"probed","ttl":0,
				 "heartbeat_interval":0,"revision":1}""") : wellBehaved(request);
	}

	/** The id is held by a live instance elsewhere, as soon as the latch opens. */
	private static Response held(CountDownLatch latch) {
		awaitQuietly(latch);
		return new Response(409, """
				{"type":"about:blank","title":"Conflict","status":409,
				 "detail":"orders:10.0.0.7:8080 is live at 10.0.0.99:8080"}""");
	}

	private ScriptedRegistry registry() {
		ScriptedRegistry registry = new ScriptedRegistry();
		this.opened.add(registry);
		return registry;
	}

	private InstanceRegistrar registrar(URI... uris) {
		return registrar(new Random(1), uris);
	}

	private InstanceRegistrar registrar(RandomGenerator random, URI... uris) {
		InstanceRegistrar registrar = InstanceRegistrar.create(transport(random, uris), "shop", InstantSource.system(),
				System::nanoTime, new Jitter(random));
		this.opened.add(registrar);
		return registrar;
	}

	private RegistryTransport transport(RandomGenerator random, URI... uris) {
		RegistryTransport transport = new RegistryTransport(List.of(uris), LONG, LONG, InstantSource.system(),
				System::nanoTime, random);
		this.opened.add(transport);
		return transport;
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
