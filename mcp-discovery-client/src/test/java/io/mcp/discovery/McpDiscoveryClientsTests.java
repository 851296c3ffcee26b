package io.mcp.discovery;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.mcp.discovery.ScriptedRegistry.Request;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.registration.RegistrationPlan;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.RegisterRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class McpDiscoveryClientsTests {

	private final ScriptedRegistry registry = new ScriptedRegistry().answering(McpDiscoveryClientsTests::billing);

	private McpDiscoveryClients clients = McpDiscoveryClients.create(settings().build());

	@AfterEach
	void closeAll() {
		this.clients.close();
		this.registry.close();
	}

	@Test
	void findsInstancesAndPicksThemInTurn() {
		McpDiscovery discovery = this.clients.discovery();
		assertThat(discovery.instances("billing")).extracting(InstanceInfo::instanceId).containsExactly("b1", "b2");
		InstanceInfo first = discovery.pick("billing");
		InstanceInfo second = discovery.pick("billing");
		assertThat(Set.of(first.instanceId(), second.instanceId())).containsExactlyInAnyOrder("b1", "b2");
		assertThat(discovery.pick("billing", Set.of("b1")).instanceId()).isEqualTo("b2");
		assertThat(discovery.cachedService("Billing")).isNotNull();
		assertThat(discovery.cachedService("stock")).isNull();
		assertThat(lookups()).hasSize(1);
		assertThat(lookups().get(0).path()).isEqualTo("/v1/services/billing/instances");
		assertThat(lookups().get(0).query()).isEqualTo("namespace=shop&health=any&status=any");
	}

	@Test
	void fiftyThreadsThatAskFirstCauseOneRequest() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		this.registry.answering((request) -> {
			awaitQuietly(released);
			return billing(request);
		});
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try {
			List<Future<List<InstanceInfo>>> results = IntStream.range(0, 50)
				.mapToObj((caller) -> callers.submit(() -> this.clients.discovery().instances("billing")))
				.toList();
			await().until(() -> !this.registry.requests().isEmpty());
			released.countDown();
			for (Future<List<InstanceInfo>> result : results) {
				assertThat(result.get()).hasSize(2);
			}
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(lookups()).hasSize(1);
	}

	@Test
	void unknownServiceHasNoInstance() {
		this.registry.answering((request) -> list(0));
		assertThat(this.clients.discovery().instances("billing")).isEmpty();
		assertThatExceptionOfType(NoInstanceException.class).isThrownBy(() -> this.clients.discovery().pick("billing"))
			.withMessageMatching("No live instance of 'billing' \\(0 known, view is \\d+ s old, registry "
					+ this.registry.uri() + " answers\\)")
			.extracting(NoInstanceException::serviceName)
			.isEqualTo("billing");
	}

	@Test
	void whenAllWereTriedTheMessageSaysSo() {
		assertThatExceptionOfType(NoInstanceException.class)
			.isThrownBy(() -> this.clients.discovery().pick("billing", Set.of("b1", "b2")))
			.withMessageStartingWith("No live instance of 'billing' (2 known, 2 tried, view is ");
	}

	@Test
	void registryThatWasNeverReachedIsNamed() {
		this.registry.goAway();
		assertThatExceptionOfType(NoInstanceException.class).isThrownBy(() -> this.clients.discovery().pick("billing"))
			.withMessageMatching("No live instance of 'billing' \\(0 known, never loaded, registry "
					+ this.registry.uri() + " unreachable since \\S+Z\\)");
	}

	@Test
	void outageLeavesTheLastKnownList() {
		this.clients.close();
		this.clients = McpDiscoveryClients.create(settings().pullInterval(Duration.ofMillis(20)).build());
		McpDiscovery discovery = this.clients.discovery();
		discovery.instances("billing");
		this.registry.answering((request) -> new Response(500));
		await().until(() -> discovery.cachedServices().get(0).lastError() != null);
		assertThat(discovery.instances("billing")).hasSize(2);
		this.registry.goAway();
		await().until(() -> !discovery.registry().reachable());
		assertThat(discovery.pick("billing")).isNotNull();
		CachedService cached = discovery.cachedServices().get(0);
		assertThat(cached.revision()).isEqualTo(7);
		assertThat(cached.instances()).hasSize(2);
	}

	@Test
	void unchangedListIsConfirmedWithoutABody() {
		this.clients.close();
		this.clients = McpDiscoveryClients.create(settings().pullInterval(Duration.ofMillis(20)).build());
		this.registry.answering((request) -> request.etag().equals("\"7\"") ? new Response(304) : billing(request));
		assertThat(this.clients.discovery().instances("billing")).hasSize(2);
		await().until(() -> lookups().size() > 2);
		assertThat(this.clients.discovery().instances("billing")).hasSize(2);
		assertThat(lookups().stream().skip(1)).extracting(Request::etag).containsOnly("\"7\"");
	}

	@Test
	void eagerServicesAreLoadedWithoutBeingAskedFor() {
		this.clients.close();
		this.clients = McpDiscoveryClients.create(settings().eagerServices(List.of("billing")).build());
		await().until(() -> this.clients.discovery()
			.cachedServices()
			.stream()
			.anyMatch((service) -> service.instances().size() == 2));
	}

	@Test
	void processThatStartsWithoutARegistryFindsTheListsOfTheOneBefore(@TempDir Path folder) {
		this.clients.close();
		this.clients = McpDiscoveryClients.create(settings().snapshotDirectory(folder.resolve("orders")).build());
		this.clients.discovery().instances("billing");
		this.clients.close();
		this.registry.goAway();
		for (int restart = 1; restart <= 2; restart++) {
			this.clients = McpDiscoveryClients.create(settings().snapshotDirectory(folder.resolve("orders")).build());
			assertThat(this.clients.discovery().instances("Billing")).extracting(InstanceInfo::instanceId)
				.containsExactly("b1", "b2");
			assertThat(this.clients.discovery().pick("billing")).isNotNull();
			assertThat(this.clients.discovery().cachedServices()).singleElement().satisfies((service) -> {
				assertThat(service.source()).isEqualTo(Source.SNAPSHOT);
				assertThat(service.revision()).isEqualTo(7);
				assertThat(service.age()).isPositive();
			});
			this.clients.close();
		}
	}

	@Test
	void listsThatNobodyAskedForAreKeptForALaterProcess(@TempDir Path folder) {
		this.clients.close();
		this.registry.answering((request) -> {
			Response billing = billing(request);
			return new Response(200, billing.body().replace("billing", request.path().split("/")[3]));
		});
		for (String used : List.of("billing", "stock")) {
			this.clients = McpDiscoveryClients.create(settings().snapshotDirectory(folder).build());
			this.clients.discovery().instances(used);
			this.clients.close();
		}
		this.registry.goAway();
		this.clients = McpDiscoveryClients.create(settings().snapshotDirectory(folder).build());
		assertThat(this.clients.discovery().instances("billing")).hasSize(2);
	}

	@Test
	void registryThatAnswersGoesBeforeTheListsOfTheProcessBefore(@TempDir Path folder) {
		this.clients.close();
		this.clients = McpDiscoveryClients.create(settings().snapshotDirectory(folder).build());
		this.clients.discovery().instances("billing");
		this.clients.close();
		this.registry.answering((request) -> list(8, "b3"));
		this.clients = McpDiscoveryClients.create(settings().snapshotDirectory(folder).build());
		assertThat(this.clients.discovery().instances("billing")).extracting(InstanceInfo::instanceId)
			.containsExactly("b3");
	}

	@Test
	void closingDeregistersAndIsHarmlessTwice() {
		this.registry.answering((request) -> request.method().equals("POST") ? new Response(201, """
				{"service_name":"orders","instance_id":"o1","namespace":"shop","lease_id":"l1","ttl":15,
				 "heartbeat_interval":5,"revision":1}""") : new Response(204));
		this.clients.registrar().start(RegistrationPlan.of(RegisterRequest.of("orders", "10.0.0.7", 8080).build()));
		await().until(() -> this.clients.registrar().state().phase() == Phase.REGISTERED);
		this.clients.close();
		this.clients.close();
		assertThat(this.registry.requests("DELETE")).hasSize(1);
	}

	@Test
	void settingsNameWhatIsImpossible() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings().serverAddresses().build())
			.withMessage("server-addresses: none (expected: at least one, such as http://localhost:6270)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings().serverAddresses(URI.create("ftp://registry")).build())
			.withMessageStartingWith("server-addresses: 'ftp://registry' (expected: http://host:port");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings().serverAddresses(URI.create("http://my_registry:6270")).build())
			.withMessageContaining("without underscores");
		assertThatIllegalArgumentException().isThrownBy(() -> settings().namespace("a b").build())
			.withMessageStartingWith("namespace: 'a b' (expected: ");
		assertThatIllegalArgumentException().isThrownBy(() -> settings().pullInterval(Duration.ZERO).build())
			.withMessage("pull-interval: PT0S (expected: longer than zero)");
	}

	@Test
	void partThatFailsToCloseLeavesNoneOpen(@TempDir Path folder) {
		AtomicBoolean broken = new AtomicBoolean();
		this.clients.close();
		this.clients = new McpDiscoveryClients(settings().snapshotDirectory(folder).build(), () -> {
			if (broken.get()) {
				throw new IllegalStateException("no clock");
			}
			return Instant.EPOCH;
		}, System::nanoTime, new Random(1));
		this.clients.discovery().instances("billing");
		broken.set(true);
		assertThatIllegalStateException().isThrownBy(this.clients::close);
		broken.set(false);
		this.clients.registrar().start(RegistrationPlan.of(RegisterRequest.of("orders", "10.0.0.7", 8080).build()));
		await().until(() -> "the client is closed".equals(this.clients.registrar().state().lastError()));
	}

	private DiscoverySettings.Builder settings() {
		return DiscoverySettings.builder()
			.serverAddresses(this.registry.uri())
			.namespace("shop")
			.requestTimeout(Duration.ofSeconds(30))
			.loadTimeout(Duration.ofSeconds(30));
	}

	/** What was asked about the list, without the streams. */
	private List<Request> lookups() {
		return this.registry.requests().stream().filter((request) -> request.path().endsWith("/instances")).toList();
	}

	private static Response billing(Request request) {
		if (request.path().equals("/v1/watch")) {
			return Response.stream("w1", EventFeed.open());
		}
		return list(7, "b1", "b2");
	}

	private static Response list(long revision, String... ids) {
		String instances = String.join(",", List.of(ids).stream().map("""
				{"instance_id":"%s","service_name":"billing","host":"10.0.0.1","port":8080,"secure":false,
				 "status":"UP","health":"HEALTHY","weight":100,"tags":[],"metadata":{},
				 "registered_at":"2026-01-02T03:04:05.678Z","revision":7}"""::formatted).toList());
		return new Response(200, """
				{"namespace":"shop","service_name":"billing","revision":%d,"instances":[%s]}""".formatted(revision,
				instances), Map.of("ETag", "\"" + revision + "\""));
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
