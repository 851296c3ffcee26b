package io.mcp.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.mcp.protocol.Status;
import io.mcp.registry.http.RawHttp.Response;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.instance.ServiceKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceControllerTests extends HttpApiTests {

	private static final String INSTANCES = "/v1/services/user-service/instances";

	@Test
	void listsTheInstancesOfAServiceInAnyCase() throws IOException {
		register(CLASSIC);
		JsonNode answer = get("/v1/services/USER-service/instances").json();
		assertThat(answer.path("namespace").asString()).isEqualTo("default");
		assertThat(answer.path("service_name").asString()).isEqualTo("user-service");
		assertThat(answer.path("revision").intValue()).isEqualTo(1);
		assertThat(answer.path("instances").get(0).path("host").asString()).isEqualTo("192.168.1.100");
	}

	@Test
	void unknownServiceIsAnEmptyListUnderTheNameAsAsked() throws IOException {
		Response response = get("/v1/services/No-Body/instances?namespace=blue&zone=a");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text())
			.isEqualTo("{\"namespace\":\"blue\",\"service_name\":\"No-Body\",\"revision\":0,\"instances\":[]}");
		assertThat(response.headers()).containsKey("etag");
	}

	@Test
	void showsTheRoutableUnlessAskedForMore() throws IOException {
		registerPort(1, "");
		registerPort(2, ",\"status\":\"STARTING\"");
		registerPort(3, "");
		this.registry.replace(instance(3).failed(Instant.EPOCH));
		assertThat(portsOf(INSTANCES)).containsExactly(1);
		assertThat(portsOf(INSTANCES + "?status=any")).containsExactly(1, 2);
		assertThat(portsOf(INSTANCES + "?health=any")).containsExactly(1, 3);
		assertThat(portsOf(INSTANCES + "?health=any&status=any")).containsExactly(1, 2, 3);
	}

	@ParameterizedTest
	@CsvSource({ "zone=z1, 1", "tag=canary, 2", "version=2, 3", "metadata.env=prod, 4", "metadata.empty=, 4",
			"metadata.env=prod&zone=z1, ", "metadata.gr%C3%B6%C3%9Fe=%26, 4", "zone=50%25, " })
	void filters(String query, String ports) throws IOException {
		registerPort(1, ",\"zone\":\"z1\"");
		registerPort(2, ",\"tags\":[\"blue\",\"canary\"]");
		registerPort(3, ",\"version\":\"2\"");
		registerPort(4, ",\"metadata\":{\"env\":\"prod\",\"empty\":\"\",\"größe\":\"&\"}");
		List<Integer> expected = (ports != null) ? List.of(Integer.parseInt(ports)) : List.of();
		assertThat(portsOf(INSTANCES + '?' + query)).isEqualTo(expected);
	}

	@Test
	void ignoresParametersOfLaterVersions() throws IOException {
		register(CLASSIC);
		assertThat(get(INSTANCES + "?color=blue").status()).isEqualTo(200);
	}

	@Test
	void answers304WhileNothingChanged() throws IOException {
		register(CLASSIC);
		String tag = get(INSTANCES).headers().get("etag");
		Response unchanged = call("GET", INSTANCES, Map.of("If-None-Match", tag));
		assertThat(unchanged.status()).isEqualTo(304);
		assertThat(unchanged.headers()).containsEntry("etag", tag).containsEntry("vary", "Accept-Encoding");
		registerPort(2, "");
		assertThat(call("GET", INSTANCES, Map.of("If-None-Match", tag)).status()).isEqualTo(200);
	}

	@Test
	void answers304ToThoseWhoWantNothingThatIsThere() throws IOException {
		register(CLASSIC);
		assertThat(call("GET", INSTANCES, Map.of("If-None-Match", "*")).status()).isEqualTo(304);
	}

	@Test
	void answers304AboutAServiceThatStaysUnknown() throws IOException {
		String tag = get(INSTANCES).headers().get("etag");
		assertThat(call("GET", INSTANCES, Map.of("If-None-Match", tag)).status()).isEqualTo(304);
		register(CLASSIC);
		assertThat(call("GET", INSTANCES, Map.of("If-None-Match", tag)).status()).isEqualTo(200);
	}

	@Test
	void compressesLongListsForThoseThatCanReadThem() throws IOException {
		for (int i = 1; i <= 20; i++) {
			registerPort(i, "");
		}
		Response plain = get(INSTANCES);
		Response compressed = call("GET", INSTANCES, Map.of("Accept-Encoding", "deflate, gzip;q=0.5"));
		assertThat(compressed.headers()).containsEntry("content-encoding", "gzip")
			.containsEntry("vary", "Accept-Encoding")
			.containsEntry("content-type", "application/json");
		assertThat(compressed.headers().get("etag")).isNotEqualTo(plain.headers().get("etag"));
		assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
			.isEqualTo(plain.body());
		assertThat(call("GET", INSTANCES,
				Map.of("Accept-Encoding", "gzip", "If-None-Match", compressed.headers().get("etag")))
			.status()).isEqualTo(304);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip;q=0", "gzip; q=0.000", "deflate, br", "identity" })
	void doesNotCompressForOthers(String acceptEncoding) throws IOException {
		for (int i = 1; i <= 20; i++) {
			registerPort(i, "");
		}
		Response response = call("GET", INSTANCES, Map.of("Accept-Encoding", acceptEncoding));
		assertThat(response.headers()).doesNotContainKey("content-encoding");
		assertThat(response.json().path("instances").size()).isEqualTo(20);
	}

	@Test
	void doesNotCompressShortLists() throws IOException {
		register(CLASSIC);
		assertThat(call("GET", INSTANCES, Map.of("Accept-Encoding", "gzip")).headers())
			.doesNotContainKey("content-encoding");
	}

	@Test
	void showsOneInstanceWhateverItsState() throws IOException {
		registerPort(3, "");
		this.registry.replace(InstancePatch.declaring(Status.DRAINING)
			.applyTo(instance(3))
			.failed(Instant.parse("2026-01-02T03:04:05Z")));
		JsonNode answer = get(INSTANCES + "/user-service:h:3").json();
		assertThat(answer.path("status").asString()).isEqualTo("DRAINING");
		assertThat(answer.path("health").asString()).isEqualTo("FAILED");
		assertThat(answer.path("failed_at").asString()).isEqualTo("2026-01-02T03:04:05Z");
		assertThat(answer.path("namespace").asString()).isEqualTo("default");
		assertThat(answer.has("lease_id")).isFalse();
	}

	@Test
	void pagesThroughServicesInOrder() throws IOException {
		for (String name : List.of("c", "A", "b", "Ba", "d")) {
			register("{\"service_name\":\"" + name + "\",\"host\":\"h\",\"port\":1}");
		}
		List<String> names = new ArrayList<>();
		JsonNode page = get("/v1/services?limit=2").json();
		for (int pages = 1; pages <= 3; pages++) {
			names.addAll(page.path("services").findValuesAsString("service_name"));
			JsonNode cursor = page.path("next_cursor");
			assertThat(cursor.isNull()).isEqualTo(pages == 3);
			page = cursor.isNull() ? page : get("/v1/services?limit=2&cursor=" + cursor.asString()).json();
		}
		assertThat(names).containsExactly("A", "b", "Ba", "c", "d");
	}

	@Test
	void listsServicesByPrefixInAnyCaseWithTheirNumbers() throws IOException {
		registerPort(1, "");
		registerPort(2, ",\"status\":\"STARTING\"");
		register("{\"service_name\":\"other\",\"host\":\"h\",\"port\":1}");
		assertThat(get("/v1/services?prefix=USER").text()).isEqualTo("""
				{"services":[{"service_name":"user-service","instances":2,"routable":1,"revision":3}],\
				"next_cursor":null}""");
		assertThat(get("/v1/services?namespace=other").text()).isEqualTo("{\"services\":[],\"next_cursor\":null}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/services", INSTANCES, INSTANCES + "/a", "/v1/changes", "/v1/sd/prometheus" })
	void answersNothingRatherThanTooLittleBeforeItIsLoaded(String path) throws IOException {
		this.registry.unload();
		Response response = get(path);
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.headers()).containsEntry("retry-after", "1");
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp:problem:unavailable");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/services", INSTANCES, CLASSIC_PATH, "/v1/sd/prometheus" })
	void saysHowOldAnAnswerMayBe(String path) throws IOException {
		register(CLASSIC);
		assertThat(get(path).headers()).doesNotContainKey("mcp-stale");
		this.registry.stale(Duration.ofMillis(4200));
		assertThat(get(path).headers()).containsEntry("mcp-stale", "5");
	}

	@Test
	void headAnswersAsGetWithoutTheBody() throws IOException {
		register(CLASSIC);
		Response head = call("HEAD", INSTANCES, Map.of());
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.headers()).isEqualTo(get(INSTANCES).headers());
	}

	@Test
	void optionsTellsTheMethods() throws IOException {
		Response options = call("OPTIONS", CLASSIC_PATH, Map.of());
		assertThat(options.status()).isEqualTo(200);
		assertThat(options.headers().get("allow").split(", ?")).contains("GET", "HEAD", "PATCH", "DELETE", "OPTIONS");
	}

	private void registerPort(int number, String more) throws IOException {
		Response response = register(
				"{\"service_name\":\"user-service\",\"host\":\"h\",\"port\":" + number + more + "}");
		assertThat(response.status()).as("%s", response).isEqualTo(201);
	}

	private Instance instance(int number) {
		return this.registry.service(new ServiceKey("default", "user-service"))
			.flatMap((service) -> service.instance("user-service:h:" + number))
			.orElseThrow();
	}

	private List<Integer> portsOf(String path) throws IOException {
		return get(path).json().path("instances").findValues("port").stream().map(JsonNode::intValue).toList();
	}

}
