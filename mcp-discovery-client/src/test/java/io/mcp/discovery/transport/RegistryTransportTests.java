package io.mcp.discovery.transport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.mcp.discovery.ManualClock;
import io.mcp.discovery.ScriptedRegistry;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.RegistryState.Reachability;
import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.ServiceInstances;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RegistryTransportTests {

	private static final String EMPTY_LIST = """
			{"namespace":"default","service_name":"a","revision":3,"instances":[],"a_later_field":1}""";

	private static final RegistryRequest<ServiceInstances> LOOKUP = RegistryRequest.get("/v1/services/a/instances",
			ServiceInstances.class);

	private static final RegistryRequest<Void> HEARTBEAT = RegistryRequest.put("/v1/heartbeat",
			new Heartbeat("l1", null, null));

	private final ManualClock clock = new ManualClock();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
	}

	@Test
	void successHoldsTheReadBodyAndItsVersion() {
		ScriptedRegistry registry = registry((request) -> new Response(200, EMPTY_LIST, Map.of("ETag", "\"3\"")));
		RegistryReply<ServiceInstances> reply = transport(registry.uri()).exchange(LOOKUP.unless("\"2\"")).join();
		assertThat(reply).isEqualTo(new Answer<>(registry.uri(), 200,
				new ServiceInstances("default", "a", 3, false, List.of()), "\"3\"", null));
		assertThat(registry.requests().get(0).etag()).isEqualTo("\"2\"");
	}

	@Test
	void addressMayHaveAPathAndATrailingSlash() {
		ScriptedRegistry registry = registry((request) -> new Response(204));
		transport(URI.create(registry.uri() + "/registry/")).exchange(HEARTBEAT).join();
		assertThat(registry.requests().get(0).path()).isEqualTo("/registry/v1/heartbeat");
	}

	@Test
	void unchangedListIsAnAnswerWithoutValue() {
		ScriptedRegistry registry = registry((request) -> new Response(304));
		assertThat(transport(registry.uri()).exchange(LOOKUP.unless("x")).join())
			.isEqualTo(new Answer<>(registry.uri(), 304, null, null, null));
	}

	@Test
	void refusalIsAnAnswerThatShowsTheFieldsAndAsksNobodyElse() {
		ScriptedRegistry first = registry((request) -> new Response(400, """
				{"type":"about:blank","title":"Bad Request","status":400,"detail":"2 fields are wrong",
				 "errors":[{"field":"port","message":"0 (expected: 1 to 65535)"}]}"""));
		RegistryTransport transport = transport(first.uri(), first.uri());
		Answer<Void> answer = answer(transport.exchange(HEARTBEAT).join());
		assertThat(answer.refusal())
			.isEqualTo(first.uri() + " answered 400: 2 fields are wrong; port: 0 (expected: 1 to 65535)");
		assertThat(first.requests()).hasSize(1);
		assertThat(transport.state().reachable()).isTrue();
	}

	@Test
	void refusalWithoutAProblemDocumentShowsTheText() {
		ScriptedRegistry registry = registry((request) -> new Response(403, "<h1>Forbidden by the proxy</h1>"));
		assertThat(answer(transport(registry.uri()).exchange(HEARTBEAT).join()).refusal())
			.endsWith("answered 403: <h1>Forbidden by the proxy</h1>");
	}

	@Test
	void requestThatCannotEvenBeSentIsAnOutage() {
		ScriptedRegistry registry = registry((request) -> new Response(204));
		RegistryTransport transport = transport(registry.uri());
		RegistryReply<ServiceInstances> reply = transport
			.exchange(RegistryRequest.get("/v1/services/a b", ServiceInstances.class))
			.join();
		assertThat(reply).isInstanceOfSatisfying(Outage.class,
				(outage) -> assertThat(outage.reason()).startsWith(registry.uri() + ": ").contains("a b"));
		assertThat(registry.requests()).isEmpty();
	}

	@Test
	void deadAddressIsSkippedAtOnceAndTheNextOneStaysCurrent() {
		ScriptedRegistry dead = registry((request) -> new Response(204));
		ScriptedRegistry alive = registry((request) -> new Response(204));
		dead.goAway();
		RegistryTransport transport = transport(dead.uri(), alive.uri());
		for (int i = 0; i < 5; i++) {
			assertThat(answer(transport.exchange(HEARTBEAT).join()).from()).isEqualTo(alive.uri());
		}
		dead.comeBack();
		transport.exchange(HEARTBEAT).join();
		assertThat(dead.requests()).isEmpty();
		assertThat(alive.requests()).hasSize(6);
		assertThat(transport.state().current()).isEqualTo(alive.uri());
		assertThat(transport.writePause()).isZero();
	}

	@Test
	void addressThatDiesLaterIsReplacedWithinTheSameRequest() {
		ScriptedRegistry first = registry((request) -> new Response(204));
		ScriptedRegistry second = registry((request) -> new Response(204));
		RegistryTransport transport = transport(first.uri(), second.uri());
		ScriptedRegistry current = transport.state().current().equals(first.uri()) ? first : second;
		transport.exchange(HEARTBEAT).join();
		current.goAway();
		assertThat(answer(transport.exchange(HEARTBEAT).join()).from()).isNotEqualTo(current.uri());
	}

	@Test
	void serverErrorAndOverloadAndNonsenseMoveOnToTheNextAddress() {
		for (Response bad : List.of(new Response(500), new Response(502, "<html>"), new Response(429),
				new Response(200, "<html>welcome</html>"), new Response(302, "", Map.of("Location", "/login")))) {
			ScriptedRegistry failing = registry((request) -> bad);
			ScriptedRegistry working = registry((request) -> new Response(200, EMPTY_LIST));
			RegistryTransport transport = transport(failing.uri(), working.uri());
			assertThat(answer(transport.exchange(LOOKUP).join()).from()).isEqualTo(working.uri());
			assertThat(transport.state().current()).isEqualTo(working.uri());
		}
	}

	@Test
	void slowAddressIsLeftAfterTheRequestsTimeout() {
		CountDownLatch released = new CountDownLatch(1);
		ScriptedRegistry slow = registry((request) -> {
			awaitQuietly(released);
			return new Response(204);
		});
		ScriptedRegistry quick = registry((request) -> new Response(204));
		RegistryTransport transport = transportStartingAt(slow.uri(), quick.uri());
		Answer<Void> answer = answer(transport.exchange(HEARTBEAT.within(Duration.ofMillis(200))).join());
		released.countDown();
		assertThat(answer.from()).isEqualTo(quick.uri());
		assertThat(transport.state().addresses().get(0).lastError()).endsWith("no answer within 200 ms");
	}

	@Test
	void whenAllFailTheReasonNamesEachAddress() {
		ScriptedRegistry dead = registry((request) -> new Response(204));
		ScriptedRegistry broken = registry((request) -> new Response(500, "out of order"));
		dead.goAway();
		Outage<Void> outage = outage(transport(dead.uri(), broken.uri()).exchange(HEARTBEAT).join());
		assertThat(outage.reason()).contains(dead.uri() + ": no connection: ", broken.uri() + ": answered 500",
				"out of order");
	}

	@Test
	void unknownHostIsCalledSo() {
		Outage<Void> outage = outage(
				transport(URI.create("http://no-such-host.invalid:6270")).exchange(HEARTBEAT).join());
		assertThat(outage.reason()).isEqualTo("http://no-such-host.invalid:6270: unknown host");
	}

	@Test
	void pauseGrowsWithEachFailedRoundAndEndsWithTheFirstAnswer() {
		ScriptedRegistry registry = registry((request) -> new Response(204));
		registry.goAway();
		RegistryTransport transport = transport(registry.uri());
		transport.exchange(HEARTBEAT).join();
		assertThat(transport.writePause()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
		assertThat(transport.readPause()).isEqualTo(transport.writePause());
		for (int round = 0; round < 10; round++) {
			this.clock.advance(Duration.ofSeconds(5));
			assertThat(transport.writePause()).isZero();
			transport.exchange(HEARTBEAT).join();
		}
		assertThat(transport.writePause()).isBetween(Duration.ofMillis(1000), Duration.ofSeconds(2));
		registry.comeBack();
		transport.exchange(HEARTBEAT).join();
		assertThat(transport.writePause()).isZero();
	}

	@Test
	void roundsThatFailTogetherCountOnce() {
		ScriptedRegistry registry = registry((request) -> new Response(204));
		registry.goAway();
		RegistryTransport transport = transport(registry.uri());
		List.of(HEARTBEAT, HEARTBEAT, HEARTBEAT, HEARTBEAT, HEARTBEAT, HEARTBEAT)
			.stream()
			.map(transport::exchange)
			.toList()
			.forEach((reply) -> reply.join());
		assertThat(transport.writePause()).isLessThanOrEqualTo(Duration.ofMillis(200));
	}

	@Test
	void registryThatAsksForAPauseGetsItWithinBounds() {
		ScriptedRegistry registry = registry((request) -> new Response(503, "", Map.of("Retry-After", "7")));
		RegistryTransport transport = transport(registry.uri());
		transport.exchange(HEARTBEAT).join();
		assertThat(transport.writePause()).isEqualTo(Duration.ofSeconds(7));
		this.clock.advance(Duration.ofSeconds(7));
		registry.answering((request) -> new Response(503, "", Map.of("Retry-After", "86400")));
		transport.exchange(HEARTBEAT).join();
		assertThat(transport.writePause()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void refusedWritesDoNotHoldBackReads() {
		ScriptedRegistry registry = registry((request) -> request.method().equals("GET") ? new Response(200, EMPTY_LIST)
				: new Response(503, "", Map.of("Retry-After", "5")));
		RegistryTransport transport = transport(registry.uri());
		transport.exchange(HEARTBEAT).join();
		assertThat(transport.readPause()).isZero();
		assertThat(transport.state().addresses().get(0).reachability()).isEqualTo(Reachability.FAILING);
		answer(transport.exchange(LOOKUP).join());
		assertThat(transport.writePause()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void stateTellsSinceWhenAnAddressIsAway() {
		ScriptedRegistry registry = registry((request) -> new Response(204));
		RegistryTransport transport = transport(registry.uri());
		assertThat(transport.state().addresses().get(0).reachability()).isEqualTo(Reachability.UNKNOWN);
		transport.exchange(HEARTBEAT).join();
		registry.goAway();
		this.clock.advance(Duration.ofSeconds(10));
		transport.exchange(HEARTBEAT).join();
		this.clock.advance(Duration.ofSeconds(10));
		transport.exchange(HEARTBEAT).join();
		RegistryState.Address address = transport.state().addresses().get(0);
		assertThat(address.reachability()).isEqualTo(Reachability.UNREACHABLE);
		assertThat(address.lastSuccess()).isEqualTo("2026-01-02T03:04:05Z");
		assertThat(address.unreachableSince()).isEqualTo("2026-01-02T03:04:15Z");
		assertThat(address.lastErrorAt()).isEqualTo("2026-01-02T03:04:25Z");
	}

	@Test
	void clientsStartAtDifferentAddresses() {
		List<URI> uris = List.of(URI.create("http://a"), URI.create("http://b"), URI.create("http://c"));
		Set<URI> first = new HashSet<>();
		for (int seed = 0; seed < 50; seed++) {
			try (RegistryTransport transport = new RegistryTransport(uris, Duration.ofSeconds(1), Duration.ofSeconds(1),
					this.clock, this.clock::nanos, new Random(seed))) {
				first.add(transport.state().current());
			}
		}
		assertThat(first).hasSize(3);
	}

	@Test
	void answersAndFailuresArriveOnTheTransportsOwnThreads() {
		CountDownLatch released = new CountDownLatch(1);
		ScriptedRegistry registry = registry((request) -> {
			awaitQuietly(released);
			return new Response(204);
		});
		RegistryTransport transport = transport(registry.uri());
		CompletableFuture<String> answerThread = transport.exchange(HEARTBEAT)
			.thenApply((reply) -> Thread.currentThread().getName());
		CompletableFuture<String> timeoutThread = transport.exchange(HEARTBEAT.within(Duration.ofMillis(100)))
			.thenApply((reply) -> Thread.currentThread().getName());
		assertThat(timeoutThread.join()).startsWith("mcp-http-");
		released.countDown();
		assertThat(answerThread.join()).startsWith("mcp-http-");
	}

	@Test
	void closingCutsNoFutureOff() {
		CountDownLatch released = new CountDownLatch(1);
		ScriptedRegistry registry = registry((request) -> {
			awaitQuietly(released);
			return new Response(204);
		});
		RegistryTransport transport = transport(registry.uri());
		CompletableFuture<RegistryReply<Void>> reply = transport.exchange(HEARTBEAT);
		await().until(() -> !registry.requests().isEmpty());
		transport.close();
		released.countDown();
		assertThat(reply.join()).isNotNull();
	}

	@Test
	void closedTransportAnswersWithAnOutage() {
		RegistryTransport transport = transport(URI.create("http://localhost:1"));
		transport.close();
		transport.close();
		assertThat(outage(transport.exchange(HEARTBEAT).join()).reason()).isEqualTo("the client is closed");
	}

	private ScriptedRegistry registry(Function<ScriptedRegistry.Request, Response> script) {
		ScriptedRegistry registry = new ScriptedRegistry().answering(script);
		this.opened.add(registry);
		return registry;
	}

	private RegistryTransport transport(URI... uris) {
		RegistryTransport transport = new RegistryTransport(List.of(uris), Duration.ofSeconds(5),
				Duration.ofSeconds(30), this.clock, this.clock::nanos, new Random(1));
		this.opened.add(transport);
		return transport;
	}

	/** Makes the first address the current one, however chance decided. */
	private RegistryTransport transportStartingAt(URI first, URI second) {
		RegistryTransport transport = new RegistryTransport(List.of(first, second), Duration.ofSeconds(5),
				Duration.ofSeconds(30), this.clock, this.clock::nanos, () -> 0);
		this.opened.add(transport);
		assertThat(transport.state().current()).isEqualTo(first);
		return transport;
	}

	private static <T> Answer<T> answer(RegistryReply<T> reply) {
		assertThat(reply).isInstanceOf(Answer.class);
		return (Answer<T>) reply;
	}

	private static <T> Outage<T> outage(RegistryReply<T> reply) {
		assertThat(reply).isInstanceOf(Outage.class);
		return (Outage<T>) reply;
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
