package io.mcp.registry.ring;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.testing.WatchingClient;
import io.mcp.registry.testing.WatchingClient.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What subscribers hear over HTTP, from two replicas on a real Redis. */
class WatchRingTests {

	private static StoredData data;

	private static HttpReplica one;

	private static HttpReplica two;

	/** The replicas serve all tests, a service of its own each. */
	private String orders;

	@BeforeAll
	static void startReplicas() {
		data = StoredData.emptied();
		one = new HttpReplica(data, "mcp.registry.replica.lease=1s");
		two = new HttpReplica(data, "mcp.registry.replica.lease=1s");
		await().until(() -> one.replicas().alive().size() == 2 && two.replicas().alive().size() == 2);
	}

	@AfterAll
	static void stopReplicas() {
		one.close();
		two.close();
		data.close();
	}

	@BeforeEach
	void nameTheService(TestInfo test) {
		this.orders = test.getTestMethod().orElseThrow().getName();
	}

	@Test
	void aChangeAtOneReplicaIsToldByTheOther() throws IOException {
		one.register(this.orders, "o1");
		one.register("users", "u1");
		try (WatchingClient client = WatchingClient.reading(two.port(),
				"service=" + this.orders.toUpperCase(Locale.ROOT) + "&service=nobody")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.headers()).containsEntry("content-type", "text/event-stream")
				.containsEntry("cache-control", "no-cache")
				.containsEntry("x-accel-buffering", "no");
			assertThat(client.watchId()).startsWith(two.replicas().self() + '.');
			await().until(() -> client.events().size() == 2);
			assertThat(client.comments()).containsExactly("watching");
			Event first = client.events().get(0);
			assertThat(first.name()).isEqualTo("snapshot");
			assertThat(first.data().path("service_name").asString()).isEqualTo(this.orders);
			assertThat(first.instances()).containsExactly("o1");
			assertThat(client.events().get(1).instances()).isEmpty();

			one.call("PATCH", "/v1/services/" + this.orders + "/instances/o1", "{\"weight\":7}");
			one.register("users", "u2");
			one.call("DELETE", "/v1/services/" + this.orders + "/instances/o1", null);
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
		await().until(() -> two.watching() == 0);
		assertThat(two.meters().get("mcp.registry.change.pushed").timer().count()).isPositive();
	}

	@Test
	void whoComesBackWithHisRevisionHearsOnlyWhatHeMissed() throws IOException {
		one.register(this.orders, "o1");
		long revision = revision(one, this.orders);
		await().until(() -> revision(two, this.orders) == revision);
		try (WatchingClient client = WatchingClient.reading(two.port(), "service=" + this.orders + "@" + revision)) {
			one.register(this.orders, "o2");
			await().until(() -> client.events().size() == 1);
			assertThat(client.last().name()).isEqualTo("change");
		}
		try (WatchingClient client = WatchingClient.reading(two.port(), "service=" + this.orders + "@" + revision)) {
			await().until(() -> client.events().size() == 1);
			assertThat(client.last().instances()).containsExactly("o1", "o2");
		}
	}

	@Test
	void aDrainWaitsForTheSubscribersOfAllReplicasWhereverTheyAcknowledge() throws IOException {
		one.register(this.orders, "o1");
		try (WatchingClient atOne = WatchingClient.reading(one.port(), "service=" + this.orders);
				WatchingClient atTwo = WatchingClient.reading(two.port(), "service=" + this.orders);
				WatchingClient alsoAtTwo = WatchingClient.reading(two.port(), "service=" + this.orders);
				WatchingClient uninvolved = WatchingClient.reading(two.port(), "service=users")) {
			List<WatchingClient> subscribers = List.of(atOne, atTwo, alsoAtTwo);
			await().until(() -> subscribers.stream().allMatch((it) -> it.last() != null) && uninvolved.last() != null);
			CompletableFuture<HttpResponse<String>> drain = one.start("POST",
					"/v1/services/" + this.orders + "/instances/o1/drain?wait=50s", null);
			await().until(() -> subscribers.stream().allMatch((it) -> it.events().size() == 2));
			assertThat(subscribers).allSatisfy((it) -> {
				assertThat(it.last().data().path("acknowledge").booleanValue()).isTrue();
				assertThat(it.last().data().path("instance").path("status").asString()).isEqualTo("DRAINING");
			});
			acknowledge(two, atOne);
			acknowledge(two, atTwo);
			acknowledge(two, atTwo);
			assertThat(drain).isNotDone();
			acknowledge(one, alsoAtTwo);
			JsonNode report = HttpReplica.json(drain.join());
			assertThat(report.path("subscribers").intValue()).isEqualTo(3);
			assertThat(report.path("acknowledged").intValue()).isEqualTo(3);
			assertThat(report.path("pending").intValue()).isZero();
			assertThat(report.path("silent_replicas").intValue()).isZero();
			assertThat(one.meters().get("mcp.registry.drains").tag("outcome", "complete").counter().count())
				.isPositive();
		}
		assertThat(data.keys("mcp:{p*}:acks:*"))
			.allSatisfy((key) -> assertThat(data.redis().pttl(key)).isBetween(1L, 90_000L));
	}

	@Test
	void whoDoesNotAcknowledgeIsPendingAndWhoLeavesIsNotWaitedFor() throws IOException {
		one.register(this.orders, "o1");
		try (WatchingClient mute = WatchingClient.reading(one.port(), "service=" + this.orders)) {
			await().until(() -> mute.last() != null);
			JsonNode report = HttpReplica
				.json(one.call("POST", "/v1/services/" + this.orders + "/instances/o1/drain?wait=300ms", null));
			assertThat(report.path("subscribers").intValue()).isOne();
			assertThat(report.path("pending").intValue()).isOne();
			CompletableFuture<HttpResponse<String>> again = one.start("POST",
					"/v1/services/" + this.orders + "/instances/o1/drain?wait=50s", null);
			await().until(() -> mute.events().size() == 3);
			mute.leave();
			JsonNode second = HttpReplica.json(again.join());
			assertThat(second.path("subscribers").intValue()).isZero();
			assertThat(second.path("pending").intValue()).isZero();
		}
	}

	@Test
	void aBlockingQueryAnswersAtTheNextChangeWhicheverReplicaMadeIt() {
		one.register(this.orders, "o1");
		long revision = revision(one, this.orders);
		await().until(() -> revision(two, this.orders) == revision);
		String path = "/v1/services/" + this.orders + "/instances?wait=50s&index=" + revision;
		assertThat(two.call("GET", path.replace("index=" + revision, "index=0"), null).statusCode()).isEqualTo(200);
		CompletableFuture<HttpResponse<String>> query = two.start("GET", path, null);
		await().until(() -> two.watching() == 1);
		one.register("users", "u1");
		one.register(this.orders, "o2");
		assertThat(HttpReplica.json(query.join()).path("instances").findValuesAsString("instance_id"))
			.containsExactly("o1", "o2");
		await().until(() -> two.watching() == 0);
	}

	@Test
	void aBlockingQueryAnswersTheSameListAfterItsWaitAndIsFreedWithItsClient() {
		one.register(this.orders, "o1");
		HttpResponse<String> list = one.call("GET", "/v1/services/" + this.orders + "/instances", null);
		String etag = list.headers().firstValue("ETag").orElseThrow();
		String path = "/v1/services/" + this.orders + "/instances?index="
				+ HttpReplica.json(list).path("revision").longValue();
		assertThat(one.call("GET", path + "&wait=50ms", null).body()).isEqualTo(list.body());
		assertThat(one.call("GET", path + "&wait=50ms", null, "If-None-Match", etag).statusCode()).isEqualTo(304);
		CompletableFuture<HttpResponse<String>> query = one.start("GET", path + "&wait=5m", null);
		await().until(() -> one.watching() == 1);
		query.cancel(true);
		await().until(() -> one.watching() == 0);
	}

	@Test
	void aReaderThatDoesNotReadIsToldTheNewestStateOnceItReads() throws IOException {
		ServiceKey orders = new ServiceKey("default", this.orders);
		one.change(orders, "o1", 1);
		try (WatchingClient slow = new WatchingClient(one.port(), "service=" + this.orders)) {
			await().atMost(Duration.ofMinutes(2)).until(() -> {
				one.change(orders, "o1", 200);
				return one.meters().get("mcp.registry.watch.coalesced").counter().count() > 0;
			});
			one.change(orders, "o1", 100);
			one.change(orders, "o2", 1);
			long newest = revision(one, this.orders);
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
	void aReaderThatTakesNothingForTooLongIsCutOff() throws IOException {
		try (HttpReplica impatient = new HttpReplica(data, "mcp.registry.watch.stall-timeout=1s");
				WatchingClient mute = new WatchingClient(impatient.port(), "service=" + this.orders)) {
			ServiceKey service = new ServiceKey("default", this.orders);
			await().atMost(Duration.ofMinutes(2)).until(() -> {
				impatient.change(service, "o1", 200);
				return impatient.meters().get("mcp.registry.watch.stalled").counter().count() > 0;
			});
			await().until(() -> impatient.watching() == 0);
			mute.read();
			await().until(mute::hasEnded);
			assertThat(mute.hasEndedCleanly()).isFalse();
		}
	}

	@Test
	void whenAReplicaShutsDownItsStreamsEndAndItsQueriesAreAnswered() throws IOException {
		HttpReplica leaving = new HttpReplica(data, "mcp.registry.replica.lease=1s");
		leaving.register(this.orders, "o1");
		long revision = revision(leaving, this.orders);
		try (WatchingClient client = WatchingClient.reading(leaving.port(), "service=" + this.orders)) {
			CompletableFuture<HttpResponse<String>> query = leaving.start("GET",
					"/v1/services/" + this.orders + "/instances?wait=5m&index=" + revision, null);
			await().until(() -> leaving.watching() == 2 && client.last() != null);
			leaving.close();
			await().until(client::hasEnded);
			assertThat(client.hasEndedCleanly()).isTrue();
			assertThat(HttpReplica.json(query.join()).path("revision").longValue()).isEqualTo(revision);
		}
	}

	@Test
	void moreStreamsThanItBearsAreRefusedWithATimeToComeBack() throws IOException {
		try (HttpReplica small = new HttpReplica(data, "mcp.registry.watch.max-streams=3",
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
		try (HttpReplica small = new HttpReplica(data, "mcp.registry.watch.max-streams=1");
				WatchingClient first = WatchingClient.reading(small.port(), "service=a")) {
			assertThat(first.status()).isEqualTo(200);
			HttpResponse<String> refused = small.call("GET", "/v1/watch?service=a", null);
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.headers().firstValue("Retry-After")).contains("5");
		}
	}

	private void acknowledge(HttpReplica at, WatchingClient client) {
		String body = "{\"watch_id\":\"" + client.watchId() + "\",\"service_name\":\"" + this.orders
				+ "\",\"revision\":" + client.last().revision() + "}";
		assertThat(at.call("POST", "/v1/watch/acknowledgements", body).statusCode()).isEqualTo(204);
	}

	private static long revision(HttpReplica replica, String service) {
		return HttpReplica.json(replica.call("GET", "/v1/services/" + service + "/instances", null))
			.path("revision")
			.longValue();
	}

}
