package io.mcp.registry.ring;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.ring.WatchingClient.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What subscribers hear over HTTP, from two replicas on a real Redis. */
class WatchRingTests {

	private StoredData data;

	private HttpReplica one;

	private HttpReplica two;

	@BeforeEach
	void startReplicas() {
		this.data = StoredData.emptied();
		this.one = new HttpReplica(this.data, "mcp.registry.replica.lease=1s");
		this.two = new HttpReplica(this.data, "mcp.registry.replica.lease=1s");
		await().until(() -> this.one.replicas().alive().size() == 2 && this.two.replicas().alive().size() == 2);
	}

	@AfterEach
	void stopReplicas() {
		this.one.close();
		this.two.close();
		this.data.close();
	}

	@Test
	void aChangeAtOneReplicaIsToldByTheOther() throws IOException {
		this.one.register("orders", "o1");
		this.one.register("users", "u1");
		try (WatchingClient client = WatchingClient.reading(this.two.port(), "service=Orders&service=nobody")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.headers()).containsEntry("content-type", "text/event-stream")
				.containsEntry("cache-control", "no-cache")
				.containsEntry("x-accel-buffering", "no");
			assertThat(client.watchId()).startsWith(this.two.replicas().self() + '.');
			await().until(() -> client.events().size() == 2);
			assertThat(client.comments()).containsExactly("watching");
			Event first = client.events().get(0);
			assertThat(first.name()).isEqualTo("snapshot");
			assertThat(first.data().path("service_name").asString()).isEqualTo("orders");
			assertThat(first.instances()).containsExactly("o1");
			assertThat(client.events().get(1).instances()).isEmpty();

			this.one.call("PATCH", "/v1/services/orders/instances/o1", "{\"weight\":7}");
			this.one.register("users", "u2");
			this.one.call("DELETE", "/v1/services/orders/instances/o1", null);
			await().until(() -> client.events().size() == 4);
			JsonNode update = client.events().get(2).data();
			assertThat(client.events().get(2).name()).isEqualTo("change");
			assertThat(update.path("type").asString()).isEqualTo("updated");
			assertThat(update.path("previous_revision").longValue()).isEqualTo(first.revision());
			assertThat(update.path("instance").path("weight").intValue()).isEqualTo(7);
			assertThat(update.has("acknowledge")).isFalse();
			JsonNode leave = client.last().data();
			assertThat(leave.path("type").asString()).isEqualTo("deregistered");
			assertThat(leave.path("previous_revision").longValue()).isEqualTo(update.path("revision").longValue());
		}
		await().until(() -> this.two.watching() == 0);
		assertThat(this.two.meters().get("mcp.registry.change.pushed").timer().count()).isEqualTo(2);
	}

	@Test
	void whoComesBackWithHisRevisionHearsOnlyWhatHeMissed() throws IOException {
		this.one.register("orders", "o1");
		long revision = revision(this.one, "orders");
		await().until(() -> revision(this.two, "orders") == revision);
		try (WatchingClient client = WatchingClient.reading(this.two.port(), "service=orders@" + revision)) {
			this.one.register("orders", "o2");
			await().until(() -> client.events().size() == 1);
			assertThat(client.last().name()).isEqualTo("change");
		}
		try (WatchingClient client = WatchingClient.reading(this.two.port(), "service=orders@" + revision)) {
			await().until(() -> client.events().size() == 1);
			assertThat(client.last().instances()).containsExactly("o1", "o2");
		}
	}

	@Test
	void aDrainWaitsForTheSubscribersOfAllReplicasWhereverTheyAcknowledge() throws IOException {
		this.one.register("orders", "o1");
		try (WatchingClient atOne = WatchingClient.reading(this.one.port(), "service=orders");
				WatchingClient atTwo = WatchingClient.reading(this.two.port(), "service=orders");
				WatchingClient alsoAtTwo = WatchingClient.reading(this.two.port(), "service=orders");
				WatchingClient uninvolved = WatchingClient.reading(this.two.port(), "service=users")) {
			List<WatchingClient> subscribers = List.of(atOne, atTwo, alsoAtTwo);
			await().until(() -> subscribers.stream().allMatch((it) -> it.last() != null) && uninvolved.last() != null);
			CompletableFuture<HttpResponse<String>> drain = this.one.start("POST",
					"/v1/services/orders/instances/o1/drain?wait=50s", null);
			await().until(() -> subscribers.stream().allMatch((it) -> it.events().size() == 2));
			assertThat(subscribers).allSatisfy((it) -> {
				assertThat(it.last().data().path("acknowledge").booleanValue()).isTrue();
				assertThat(it.last().data().path("instance").path("status").asString()).isEqualTo("DRAINING");
			});
			acknowledge(this.two, atOne);
			acknowledge(this.two, atTwo);
			acknowledge(this.two, atTwo);
			assertThat(drain).isNotDone();
			acknowledge(this.one, alsoAtTwo);
			JsonNode report = HttpReplica.json(drain.join());
			assertThat(report.path("subscribers").intValue()).isEqualTo(3);
			assertThat(report.path("acknowledged").intValue()).isEqualTo(3);
			assertThat(report.path("pending").intValue()).isZero();
			assertThat(report.path("silent_replicas").intValue()).isZero();
			assertThat(this.one.meters().get("mcp.registry.drains").tag("outcome", "complete").counter().count())
				.isOne();
		}
		assertThat(this.data.keys("mcp:{p*}:acks:*"))
			.allSatisfy((key) -> assertThat(this.data.redis().pttl(key)).isBetween(1L, 90_000L));
	}

	@Test
	void whoDoesNotAcknowledgeIsPendingAndWhoLeavesIsNotWaitedFor() throws IOException {
		this.one.register("orders", "o1");
		try (WatchingClient mute = WatchingClient.reading(this.two.port(), "service=orders")) {
			await().until(() -> mute.last() != null);
			JsonNode report = HttpReplica
				.json(this.one.call("POST", "/v1/services/orders/instances/o1/drain?wait=300ms", null));
			assertThat(report.path("subscribers").intValue()).isOne();
			assertThat(report.path("pending").intValue()).isOne();
			CompletableFuture<HttpResponse<String>> again = this.one.start("POST",
					"/v1/services/orders/instances/o1/drain?wait=50s", null);
			await().until(() -> mute.events().size() == 3);
			mute.leave();
			JsonNode second = HttpReplica.json(again.join());
			assertThat(second.path("subscribers").intValue()).isZero();
			assertThat(second.path("pending").intValue()).isZero();
		}
	}

	@Test
	void aBlockingQueryAnswersAtTheNextChangeWhicheverReplicaMadeIt() {
		this.one.register("orders", "o1");
		long revision = revision(this.one, "orders");
		await().until(() -> revision(this.two, "orders") == revision);
		String path = "/v1/services/orders/instances?wait=50s&index=" + revision;
		assertThat(this.two.call("GET", path.replace("index=" + revision, "index=0"), null).statusCode())
			.isEqualTo(200);
		CompletableFuture<HttpResponse<String>> query = this.two.start("GET", path, null);
		await().until(() -> this.two.watching() == 1);
		this.one.register("users", "u1");
		this.one.register("orders", "o2");
		assertThat(HttpReplica.json(query.join()).path("instances").findValuesAsString("instance_id"))
			.containsExactly("o1", "o2");
		assertThat(this.two.watching()).isZero();
	}

	@Test
	void aBlockingQueryAnswersTheSameListAfterItsWaitAndIsFreedWithItsClient() {
		this.one.register("orders", "o1");
		HttpResponse<String> list = this.one.call("GET", "/v1/services/orders/instances", null);
		String etag = list.headers().firstValue("ETag").orElseThrow();
		String path = "/v1/services/orders/instances?index=" + HttpReplica.json(list).path("revision").longValue();
		assertThat(this.one.call("GET", path + "&wait=50ms", null).body()).isEqualTo(list.body());
		assertThat(this.one.call("GET", path + "&wait=50ms", null, "If-None-Match", etag).statusCode()).isEqualTo(304);
		CompletableFuture<HttpResponse<String>> query = this.one.start("GET", path + "&wait=5m", null);
		await().until(() -> this.one.watching() == 1);
		query.cancel(true);
		await().until(() -> this.one.watching() == 0);
	}

	@Test
	void aReaderThatDoesNotReadIsToldTheNewestStateOnceItReads() throws IOException {
		ServiceKey orders = new ServiceKey("default", "orders");
		this.one.change(orders, "o1", 1);
		try (WatchingClient slow = new WatchingClient(this.one.port(), "service=orders")) {
			await().atMost(Duration.ofMinutes(2)).until(() -> {
				this.one.change(orders, "o1", 200);
				return this.one.meters().get("mcp.registry.watch.coalesced").counter().count() > 0;
			});
			this.one.change(orders, "o1", 100);
			this.one.change(orders, "o2", 1);
			long newest = revision(this.one, "orders");
			slow.read();
			await().atMost(Duration.ofMinutes(1)).until(() -> slow.last() != null && slow.last().revision() == newest);
			assertThat(slow.events())
				.anyMatch((event) -> event.name().equals("snapshot") && event.revision() == newest);
			long known = 0;
			for (Event event : slow.events()) {
				assertThat(event.revision()).isGreaterThan(known);
				if (event.name().equals("change")) {
					assertThat(event.data().path("previous_revision").longValue()).isEqualTo(known);
				}
				known = event.revision();
			}
			assertThat(slow.events().size()).isLessThanOrEqualTo((int) newest - 100);
		}
	}

	@Test
	void whenAReplicaShutsDownItsStreamsEndAndItsQueriesAreAnswered() throws IOException {
		this.one.register("orders", "o1");
		long revision = revision(this.one, "orders");
		try (WatchingClient client = WatchingClient.reading(this.one.port(), "service=orders")) {
			CompletableFuture<HttpResponse<String>> query = this.one.start("GET",
					"/v1/services/orders/instances?wait=5m&index=" + revision, null);
			await().until(() -> this.one.watching() == 2 && client.last() != null);
			this.one.close();
			await().until(client::hasEnded);
			assertThat(client.hasEndedCleanly()).isTrue();
			assertThat(HttpReplica.json(query.join()).path("revision").longValue()).isEqualTo(revision);
		}
	}

	@Test
	void moreStreamsThanItBearsAreRefusedWithATimeToComeBack() throws IOException {
		try (HttpReplica small = new HttpReplica(this.data, "mcp.registry.watch.max-streams=3",
				"mcp.registry.watch.max-streams-per-client=2");
				WatchingClient first = WatchingClient.reading(small.port(), "service=a")) {
			assertThat(first.status()).isEqualTo(200);
			CompletableFuture<HttpResponse<String>> query = small.start("GET",
					"/v1/services/a/instances?wait=5m&index=999999", null);
			await().until(() -> small.watching() == 2);
			HttpResponse<String> refused = small.call("GET", "/v1/watch?service=a", null);
			assertThat(refused.statusCode()).isEqualTo(429);
			assertThat(refused.headers().firstValue("Retry-After")).contains("10");
			assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
			assertThat(small.call("GET", "/v1/services/a/instances?index=999999", null).statusCode()).isEqualTo(429);
			query.cancel(true);
			await().until(() -> small.watching() == 1);
		}
		try (HttpReplica small = new HttpReplica(this.data, "mcp.registry.watch.max-streams=1");
				WatchingClient first = WatchingClient.reading(small.port(), "service=a")) {
			assertThat(first.status()).isEqualTo(200);
			HttpResponse<String> refused = small.call("GET", "/v1/watch?service=a", null);
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.headers().firstValue("Retry-After")).contains("5");
		}
	}

	private static void acknowledge(HttpReplica at, WatchingClient client) {
		String body = "{\"watch_id\":\"" + client.watchId() + "\",\"service_name\":\"orders\",\"revision\":"
				+ client.last().revision() + "}";
		assertThat(at.call("POST", "/v1/watch/acknowledgements", body).statusCode()).isEqualTo(204);
	}

	private static long revision(HttpReplica replica, String service) {
		return HttpReplica.json(replica.call("GET", "/v1/services/" + service + "/instances", null))
			.path("revision")
			.longValue();
	}

}
