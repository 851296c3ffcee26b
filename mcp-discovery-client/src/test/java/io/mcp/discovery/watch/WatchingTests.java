package io.mcp.discovery.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mcp.discovery.DiscoverySettings;
import io.mcp.discovery.EventFeed;
import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.discovery.ScriptedRegistry;
import io.mcp.discovery.ScriptedRegistry.Request;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.cache.ServiceChange;
import io.mcp.discovery.cache.ServiceListener;
import io.mcp.discovery.metrics.DiscoveryMetrics;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.mcp.protocol.InstanceInfo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole client against scripted registries, over HTTP. */
class WatchingTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private final Replica first = new Replica();

	private final Replica second = new Replica();

	private final List<McpDiscoveryClients> opened = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.opened.forEach(McpDiscoveryClients::close);
		this.first.registry.close();
		this.second.registry.close();
	}

	@Test
	void changeIsInTheListAndAcknowledgedWithoutAnyFurtherFetch() {
		McpDiscovery discovery = discovery(this.first);
		this.first.list(7, up("b1"), up("b2"));
		assertThat(ids(discovery)).containsExactly("b1", "b2");
		await().until(() -> this.first.watches().size() == 1);
		assertThat(this.first.watches().get(0).query()).isEqualTo("namespace=default&service=billing@7");
		this.first.feed().event("change", change("registered", 7, 8, up("b3")));
		await().until(() -> ids(discovery).equals(List.of("b1", "b2", "b3")));
		this.first.feed()
			.event("change", acknowledge(change("updated", 8, 9, instance("b1", "DRAINING", "HEALTHY", 9))));
		await().until(() -> this.first.acknowledgements().size() == 1);
		assertThat(ids(discovery)).containsExactly("b2", "b3");
		assertThat(this.first.acknowledgements().get(0).body()).contains("\"watch_id\":\"w1\"",
				"\"service_name\":\"billing\"", "\"revision\":9");
		assertThat(this.first.lookups()).hasSize(1);
		assertThat(discovery.subscription().mode()).isEqualTo(Mode.STREAM);
		assertThat(discovery.subscription().streams()).singleElement().matches(SubscriptionState.Stream::open);
	}

	@Test
	void changeAfterAMissingOneIsFetchedAndAcknowledged() {
		McpDiscovery discovery = discovery(this.first);
		this.first.list(7, up("b1"));
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() == 1);
		this.first.list(10, instance("b1", "DRAINING", "HEALTHY", 10), up("b2"));
		this.first.feed()
			.event("change", acknowledge(change("updated", 9, 10, instance("b1", "DRAINING", "HEALTHY", 10))));
		await().until(() -> this.first.acknowledgements().size() == 1);
		assertThat(ids(discovery)).containsExactly("b2");
		assertThat(this.first.lookups()).hasSize(2);
	}

	@Test
	void onlyInstanceThatExpiresStaysUntilTheRegistrySaysSoAgain() {
		McpDiscovery discovery = discovery(this.first);
		this.first.list(7, up("b1"));
		assertThat(ids(discovery)).containsExactly("b1");
		await().until(() -> this.first.watches().size() == 1);
		CountDownLatch released = new CountDownLatch(1);
		this.first.holdLookupsFor(released);
		this.first.list(8, instance("b1", "UP", "FAILED", 8));
		this.first.feed().event("change", change("expired", 7, 8, instance("b1", "UP", "FAILED", 8)));
		await().until(() -> this.first.lookups().size() == 2);
		assertThat(discovery.pick("billing").instanceId()).isEqualTo("b1");
		released.countDown();
		await().until(() -> discovery.cachedServices().get(0).instances().isEmpty());
	}

	@Test
	void serviceThatIsUsedLaterJoinsTheStream() {
		McpDiscovery discovery = discovery(this.first);
		this.first.list(7, up("b1"));
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() == 1);
		discovery.instances("orders");
		await().until(() -> this.first.watches().size() == 2);
		assertThat(this.first.watches().get(1).query()).contains("service=billing@7", "service=orders@7");
		await().until(() -> discovery.subscription().streams().get(0).services() == 2);
	}

	@Test
	void emptyListThatAStreamCarriesIsNotAskedForAgain() {
		McpDiscovery discovery = discovery(this.first);
		assertThat(ids(discovery)).isEmpty();
		await().until(() -> discovery.subscription().streams().stream().anyMatch(SubscriptionState.Stream::open));
		this.first.feed().event("change", change("registered", 0, 1, up("b1")));
		await().until(() -> ids(discovery).equals(List.of("b1")));
		assertThat(this.first.lookups()).hasSize(1);
	}

	@Test
	void streamMovesWhenAReplicaIsKilledAndMissesNothing() {
		McpDiscovery discovery = discovery(this.first, this.second);
		this.first.list(7, up("b1"));
		this.second.list(7, up("b1"));
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() + this.second.watches().size() == 1);
		Replica killed = this.first.watches().isEmpty() ? this.second : this.first;
		Replica other = (killed == this.first) ? this.second : this.first;
		await().until(() -> discovery.subscription().streams().stream().anyMatch(SubscriptionState.Stream::open));
		killed.registry.goAway();
		await().until(() -> other.watches().size() == 1);
		other.feed().event("change", change("registered", 7, 8, up("b2")));
		await().until(() -> ids(discovery).equals(List.of("b1", "b2")));
		assertThat(discovery.subscription().streams().get(0).address()).isEqualTo(other.registry.uri());
	}

	@Test
	void snapshotOfTheNextStreamReplacesTheList() {
		McpDiscovery discovery = discovery(this.first);
		this.first.list(7, up("b1"), up("b2"));
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() == 1);
		this.first.feed().end();
		await().until(() -> this.first.watches().size() == 2);
		this.first.feed().event("snapshot", list("billing", 9, instance("b1", "DRAINING", "HEALTHY", 9), up("b3")));
		await().until(() -> this.first.acknowledgements().size() == 1);
		assertThat(ids(discovery)).containsExactly("b3");
	}

	@Test
	void proxyThatAnswersSomethingElseMakesWayForQuestionsThatWait() {
		this.first.watchAnswer = (request) -> new Response(404, "<h1>not here</h1>");
		this.first.list(7, up("b1"));
		McpDiscovery discovery = discovery(this.first);
		assertThat(ids(discovery)).containsExactly("b1");
		await().until(() -> discovery.subscription().mode() == Mode.BLOCKING_QUERY);
		assertThat(discovery.subscription().why()).contains("answered 404: <h1>not here</h1>");
		await().until(() -> !this.first.questions.isEmpty());
		this.first.list(8, up("b1"), up("b2"));
		this.first.questions.remove().countDown();
		await().until(() -> ids(discovery).equals(List.of("b1", "b2")));
	}

	@Test
	void proxyThatHoldsBackTheBodyIsNoticed() {
		this.first.watchAnswer = (request) -> Response.stream("w1", EventFeed.stalled());
		this.first.list(7, up("b1"));
		McpDiscovery discovery = clients(settings(this.first).requestTimeout(Duration.ofSeconds(1)).build())
			.discovery();
		await().until(() -> ids(discovery).equals(List.of("b1")));
		await().until(() -> discovery.subscription().mode() == Mode.BLOCKING_QUERY);
		assertThat(discovery.subscription().why()).contains("no first byte");
	}

	@Test
	void registryThatIsBusyIsNotTakenForAProxy() {
		this.first.watchAnswer = (request) -> new Response(503, "{\"title\":\"not loaded\"}",
				Map.of("Retry-After", "0"));
		this.first.list(7, up("b1"));
		McpDiscovery discovery = discovery(this.first);
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() > 2);
		assertThat(discovery.subscription().mode()).isEqualTo(Mode.STREAM);
		this.first.watchAnswer = this.first::stream;
		await().until(() -> discovery.subscription().streams().get(0).open());
	}

	@Test
	void streamThatIsBrokenOffIsOpenedAgain() {
		this.first.breakingOff = true;
		McpDiscovery discovery = discovery(this.first);
		this.first.list(7, up("b1"));
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() == 1);
		this.first.feed().end();
		await().until(() -> this.first.watches().size() == 2);
		await().until(() -> discovery.subscription().streams().get(0).open());
		assertThat(discovery.subscription().streams().get(0).lastError()).contains("connection lost");
	}

	@Test
	void listenersHearOfEachListThatCallersGet() {
		McpDiscovery discovery = discovery(this.first);
		List<String> heard = new CopyOnWriteArrayList<>();
		this.first.list(7, up("b1"));
		ServiceListener.Handle handle = discovery.onChange("billing", (change) -> heard.add(describe(change)));
		await().until(() -> this.first.watches().size() == 1);
		this.first.feed().event("change", change("registered", 7, 8, up("b2")));
		await().until(() -> heard.size() == 2);
		this.first.feed().event("change", change("deregistered", 8, 9, up("b1")));
		await().until(() -> heard.size() == 3);
		assertThat(heard).containsExactly("billing 7 +[b1] -[]", "billing 8 +[b2] -[]", "billing 9 +[] -[b1]");
		handle.close();
		handle.close();
		this.first.feed().event("change", change("registered", 9, 10, up("b3")));
		await().until(() -> ids(discovery).equals(List.of("b2", "b3")));
		assertThat(heard).hasSize(3);
	}

	@Test
	void listenerThatNeverReturnsOrThrowsHurtsNobodyElse() {
		McpDiscovery discovery = discovery(this.first);
		CountDownLatch released = new CountDownLatch(1);
		List<String> heard = new CopyOnWriteArrayList<>();
		discovery.onChange((change) -> {
			awaitQuietly(released);
			throw new IllegalStateException("a listener's own fault");
		});
		discovery.onChange((change) -> heard.add(describe(change)));
		this.first.list(7, up("b1"));
		assertThat(ids(discovery)).containsExactly("b1");
		await().until(() -> this.first.watches().size() == 1);
		this.first.feed().event("change", change("registered", 7, 8, up("b2")));
		this.first.feed().event("change", change("registered", 8, 9, up("b3")));
		await().until(() -> ids(discovery).size() == 3);
		released.countDown();
		await().until(() -> heard.contains("billing 9 +[b2, b3] -[]"));
	}

	@Test
	void everythingIsMeasured() {
		McpDiscovery discovery = discovery(this.first);
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		new DiscoveryMetrics(discovery).bindTo(meters);
		this.first.list(7, up("b1"));
		discovery.instances("billing");
		await().until(() -> this.first.watches().size() == 1);
		this.first.feed().event("change", change("registered", 7, 8, up("b2")));
		this.first.list(11, up("b1"));
		this.first.feed().event("change", change("deregistered", 10, 11, up("b2")));
		await().until(() -> ids(discovery).equals(List.of("b1")));
		this.first.feed().end();
		await().until(() -> this.first.watches().size() == 2);
		this.first.feed().event("snapshot", list("billing", 12));
		await().until(() -> discovery.cachedServices().get(0).revision() == 12);
		assertThat(meters.get("mcp.discovery.apply.lag").timer().count()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.updates").tag("kind", "delta").counter().count()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.updates").tag("kind", "snapshot").counter().count()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.gaps").counter().count()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.reconnects").counter().count()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.confirmations").tag("outcome", "held").counter().count()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.subscription.mode").tag("mode", "stream").gauge().value()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.subscription.streams").gauge().value()).isEqualTo(1);
		assertThat(meters.get("mcp.discovery.cache.age").timeGauge().value()).isNotNegative();
		await().until(() -> meters.find("mcp.discovery.cache.service.age").tag("service", "billing").gauge() != null);
		this.first.list(12);
		await()
			.until(() -> meters.get("mcp.discovery.confirmations").tag("outcome", "believed").counter().count() == 1);
	}

	private McpDiscovery discovery(Replica... replicas) {
		return clients(settings(replicas).build()).discovery();
	}

	private McpDiscoveryClients clients(DiscoverySettings settings) {
		McpDiscoveryClients clients = McpDiscoveryClients.create(settings);
		this.opened.add(clients);
		return clients;
	}

	private static DiscoverySettings.Builder settings(Replica... replicas) {
		return DiscoverySettings.builder()
			.serverAddresses(List.of(replicas).stream().map((replica) -> replica.registry.uri()).toList())
			.requestTimeout(Duration.ofSeconds(30))
			.loadTimeout(Duration.ofSeconds(30))
			.pullInterval(NEVER);
	}

	private static List<String> ids(McpDiscovery discovery) {
		return ids(discovery.instances("billing"));
	}

	private static List<String> ids(List<InstanceInfo> instances) {
		return instances.stream().map(InstanceInfo::instanceId).toList();
	}

	private static String describe(ServiceChange change) {
		return change.serviceName() + " " + change.revision() + " +" + ids(change.added()) + " -"
				+ ids(change.removed());
	}

	private static String up(String id) {
		return instance(id, "UP", "HEALTHY", 1);
	}

	private static String instance(String id, String status, String health, long revision) {
		return """
				{"instance_id":"%s","service_name":"billing","host":"10.0.0.1","port":8080,"secure":false,"status":"%s",
				 "health":"%s","weight":100,"tags":[],"metadata":{},"registered_at":"2026-01-02T03:04:05Z",
				 "revision":%d}""".formatted(id, status, health, revision);
	}

	private static String change(String type, long previous, long revision, String instance) {
		return """
				{"type":"%s","namespace":"default","service_name":"billing","previous_revision":%d,"revision":%d,
				 "at":"2026-01-02T03:04:05Z","instance":%s}""".formatted(type, previous, revision, instance);
	}

	private static String acknowledge(String change) {
		return change.substring(0, change.length() - 1) + ",\"acknowledge\":true}";
	}

	private static String list(String service, long revision, String... instances) {
		return """
				{"namespace":"default","service_name":"%s","revision":%d,"instances":[%s]}""".formatted(service,
				revision, String.join(",", instances));
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** One registry with one list for every service. */
	private static final class Replica {

		private final ScriptedRegistry registry = new ScriptedRegistry().answering(this::answer);

		private final List<EventFeed> feeds = new CopyOnWriteArrayList<>();

		private final Queue<CountDownLatch> questions = new ConcurrentLinkedQueue<>();

		private volatile Function<Request, Response> watchAnswer = this::stream;

		private volatile CountDownLatch held = new CountDownLatch(0);

		private volatile boolean breakingOff;

		private volatile long revision;

		private volatile String[] instances = {};

		void list(long revision, String... instances) {
			this.instances = instances;
			this.revision = revision;
		}

		void holdLookupsFor(CountDownLatch released) {
			this.held = released;
		}

		EventFeed feed() {
			await().until(() -> !this.feeds.isEmpty());
			return this.feeds.get(this.feeds.size() - 1);
		}

		List<Request> watches() {
			return asked("/v1/watch");
		}

		List<Request> acknowledgements() {
			return asked("/v1/watch/acknowledgements");
		}

		List<Request> lookups() {
			return this.registry.requests()
				.stream()
				.filter((request) -> request.path().endsWith("/instances"))
				.collect(Collectors.toList());
		}

		Response stream(Request request) {
			EventFeed feed = EventFeed.open();
			if (this.breakingOff) {
				feed.breakingOff();
			}
			this.feeds.add(feed);
			return Response.stream("w" + this.feeds.size(), feed);
		}

		private List<Request> asked(String path) {
			return this.registry.requests().stream().filter((request) -> request.path().equals(path)).toList();
		}

		private Response answer(Request request) {
			if (request.path().equals("/v1/watch")) {
				return this.watchAnswer.apply(request);
			}
			if (request.path().equals("/v1/watch/acknowledgements")) {
				return new Response(204);
			}
			if (request.path().equals("/v1/services")) {
				return new Response(200, "{\"services\":[]}");
			}
			awaitQuietly(this.held);
			if (request.query().contains("index=" + this.revision)) {
				CountDownLatch question = new CountDownLatch(1);
				this.questions.add(question);
				awaitQuietly(question);
			}
			String service = request.path().split("/")[3];
			return new Response(200, WatchingTests.list(service, this.revision, this.instances));
		}

	}

}
