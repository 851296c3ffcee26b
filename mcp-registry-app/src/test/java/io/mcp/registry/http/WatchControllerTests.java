package io.mcp.registry.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.registry.http.RawHttp.Response;
import io.mcp.registry.testing.WatchingClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WatchControllerTests extends HttpApiTests {

	@Test
	void aStreamCarriesFiveHundredServicesOfLongNames() throws IOException {
		String query = IntStream.range(0, 500)
			.mapToObj((i) -> "service=" + "a".repeat(90) + i + "@12345678901234")
			.collect(Collectors.joining("&"));
		try (WatchingClient client = WatchingClient.reading(this.port, query)) {
			assertThat(client.status()).isEqualTo(200);
			await().until(() -> client.events().size() == 500);
		}
	}

	@Test
	void showsAnInstanceWhateverItsStatusAndHealth() throws IOException {
		register(CLASSIC);
		send("PATCH", CLASSIC_PATH, "{\"status\":\"OUT_OF_SERVICE\"}");
		try (WatchingClient client = WatchingClient.reading(this.port, "service=User-Service")) {
			await().until(() -> client.last() != null);
			assertThat(client.last().instances()).containsExactly("user-service:192.168.1.100:8080");
		}
	}

	@Test
	void saysThatItIsStaleAndRefusesBeforeItIsLoaded() throws IOException {
		this.registry.stale(Duration.ofSeconds(3));
		try (WatchingClient client = WatchingClient.reading(this.port, "service=a")) {
			assertThat(client.headers()).containsEntry("mcp-stale", "3");
		}
		this.registry.unload();
		assertThat(get("/v1/watch?service=a").status()).isEqualTo(503);
		assertThat(get("/v1/services/a/instances?index=0").headers()).containsEntry("retry-after", "1");
	}

	@Test
	void headOfAWatchOpensNoStream() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			assertThat(http.exchange("HEAD", "/v1/watch?service=a", Map.of(), null).status()).isEqualTo(200);
			assertThat(http.exchange("GET", "/v1/services", Map.of(), null).status()).isEqualTo(200);
		}
		await().untilAsserted(() -> assertThat(metric("mcp.registry.watch.streams")).isZero());
	}

	@Test
	void waitingIsNotAmongTheTimesOfRequests() throws IOException {
		get("/v1/services/a/instances");
		await().until(() -> listings() > 0);
		double before = listings();
		assertThat(get("/v1/services/a/instances?index=0&wait=10ms").status()).isEqualTo(200);
		get("/v1/services/a/instances");
		await().until(() -> listings() > before);
		assertThat(listings()).isEqualTo(before + 1);
	}

	@Test
	void anAcknowledgementThatNobodyWaitsForIsNoFault() throws IOException {
		String body = "{\"watch_id\":\"elsewhere.7\",\"service_name\":\"a\",\"revision\":5}";
		assertThat(send("POST", "/v1/watch/acknowledgements", body).status()).isEqualTo(204);
		assertThat(send("POST", "/v1/watch/acknowledgements", body.replace("elsewhere.7", "nonsense")).status())
			.isEqualTo(204);
	}

	@Test
	void aDrainAnswersWhoHasHeard() throws IOException {
		register(CLASSIC);
		Response response = send("POST", CLASSIC_PATH + "/drain?wait=250ms", "");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json().path("took_ms").longValue()).isEqualTo(250);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("subscribers", "acknowledged", "pending",
				"silent_replicas", "took_ms");
		assertThat(get(CLASSIC_PATH).json().path("status").asString()).isEqualTo("DRAINING");
	}

	private double listings() throws IOException {
		return metric("http.server.requests?tag=uri:/v1/services/%7Bservice%7D/instances");
	}

	private double metric(String name) throws IOException {
		return get("/actuator/metrics/" + name).json().path("measurements").path(0).path("value").doubleValue();
	}

}
