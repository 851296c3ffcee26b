package io.mcp.registry.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.mcp.registry.http.RawHttp.Response;
import io.mcp.registry.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationControllerTests extends HttpApiTests {

	@Test
	void listsAnInstanceUnderALease() throws IOException {
		Response response = register(CLASSIC);
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.headers()).containsEntry("location", CLASSIC_PATH);
		JsonNode body = response.json();
		assertThat(body.propertyNames()).containsExactlyInAnyOrder("service_name", "instance_id", "namespace",
				"lease_id", "ttl", "heartbeat_interval", "revision");
		assertThat(body.path("instance_id").asString()).isEqualTo("user-service:192.168.1.100:8080");
		assertThat(body.path("namespace").asString()).isEqualTo("default");
		assertThat(body.path("lease_id").asString()).isNotBlank();
		assertThat(body.path("ttl").intValue()).isEqualTo(30);
		assertThat(body.path("heartbeat_interval").doubleValue()).isEqualTo(10);
		assertThat(body.path("revision").intValue()).isEqualTo(1);
		assertThat(get(response.headers().get("location")).status()).isEqualTo(200);
	}

	@Test
	void answers200WhereTheSameInstanceRegistersAgain() throws IOException {
		Response first = register(CLASSIC);
		Response second = register(CLASSIC);
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.headers()).doesNotContainKey("location");
		assertThat(second.json().path("lease_id")).isNotEqualTo(first.json().path("lease_id"));
	}

	@ParameterizedTest
	@CsvSource({ "1, 0.333", "2, 0.667", "15, 5.0", "3600, 1200.0" })
	void recommendsAThirdOfTheLeaseBetweenHeartbeats(int ttl, double seconds) throws IOException {
		JsonNode body = register(CLASSIC.replace("30", Integer.toString(ttl))).json();
		assertThat(body.path("heartbeat_interval").doubleValue()).isEqualTo(seconds);
	}

	@Test
	void instanceThatLivesByProbesHasNoHeartbeatsButAnIdToLeaveWith() throws IOException {
		JsonNode body = register("""
				{"service_name":"a","host":"h","port":1,"ephemeral":false,"health_check":{"type":"tcp"}}""").json();
		assertThat(body.path("lease_id").asString("")).isNotEmpty();
		assertThat(body.path("ttl").intValue()).isZero();
		assertThat(body.path("heartbeat_interval").doubleValue()).isZero();
	}

	@Test
	void takesEveryFieldThatThereIs() throws IOException {
		register("""
				{"service_name":"Orders","host":"2001:db8::7","port":443,"ttl":60,"namespace":"prod",
				 "instance_id":"o-1","secure":true,"status":"STARTING","weight":0,"zone":"z","tags":["b","a","b"],
				 "version":"2","ephemeral":false,"metadata":{"k":"v","gone":null},"unknown":{"a":[1]},
				 "health_check":{"type":"http","path":"/ok","port":81,"interval":5,"timeout":1,
				  "failure_threshold":4,"success_threshold":1}}""");
		JsonNode instance = get("/v1/services/orders/instances/o-1?namespace=prod").json();
		assertThat(instance).isEqualTo(new JsonMapper().readTree("""
				{"instance_id":"o-1","service_name":"Orders","host":"2001:db8::7","port":443,"secure":true,
				 "status":"STARTING","health":"HEALTHY","weight":0,"zone":"z","version":"2","tags":["b","a"],
				 "metadata":{"k":"v"},"registered_at":"1970-01-01T00:00:00Z","revision":1,"namespace":"prod","ttl":60,
				 "ephemeral":false,"health_check":{"type":"http","path":"/ok","port":81,"interval":5,"timeout":1,
				  "failure_threshold":4,"success_threshold":1}}"""));
	}

	@Test
	void nullMeansAbsent() throws IOException {
		Response response = register("""
				{"service_name":"a","host":"h","port":1,"ttl":null,"namespace":null,"instance_id":null,"secure":null,
				 "status":null,"weight":null,"zone":null,"tags":null,"version":null,"ephemeral":null,"metadata":null,
				 "health_check":null}""");
		assertThat(response.status()).as("%s", response).isEqualTo(201);
		assertThat(response.json().path("ttl").intValue()).isEqualTo(15);
	}

	@Test
	void namesEveryBadFieldAtOnce() throws IOException {
		Response response = register("""
				{"service_name":7,"port":"80","ttl":0,"weight":-1,"metadata":{"a":1,"b":{}},"tags":[1],
				 "health_check":{"interval":"x","timeout":0}}""");
		assertThat(response.json().path("errors").findValuesAsString("field")).containsExactlyInAnyOrder("service_name",
				"host", "port", "ttl", "weight", "metadata.a", "metadata.b", "tags[0]", "health_check.interval",
				"health_check.timeout");
		assertThat(response.json().path("detail").asString()).endsWith("and 9 more in errors");
	}

	@Test
	void namespaceComesFromTheQueryOrTheBody() throws IOException {
		Response byQuery = send("POST", "/v1/register?namespace=blue", CLASSIC);
		assertThat(byQuery.headers()).containsEntry("location", CLASSIC_PATH + "?namespace=blue");
		assertThat(get(byQuery.headers().get("location")).json().path("namespace").asString()).isEqualTo("blue");
		Response byBoth = send("POST", "/v1/register?namespace=red",
				CLASSIC.replace("{\"s", "{\"namespace\":\"red\",\"s"));
		assertThat(byBoth.json().path("namespace").asString()).isEqualTo("red");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8",
			"application/json; charset=\"utf-8\"", "application/vnd.x+json", "APPLICATION/JSON" })
	void takesEveryKindOfJson(String contentType) throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			Response response = http.exchange("POST", "/v1/register", Map.of("Content-Type", contentType),
					bytes(CLASSIC));
			assertThat(response.status()).isEqualTo(201);
		}
	}

	@Test
	void takesABodyWithoutContentTypeForJson() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			assertThat(http.exchange("POST", "/v1/register", Map.of(), bytes(CLASSIC)).status()).isEqualTo(201);
		}
	}

	@Test
	void takesABodyInPieces() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			http.send(bytes("POST /v1/register HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
			for (String piece : CLASSIC.split("(?<=,)")) {
				http.send(bytes(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n"));
			}
			http.send(bytes("0\r\n\r\n"));
			assertThat(http.receive(false).status()).isEqualTo(201);
		}
	}

	@Test
	void refusesAnIdThatIsHeldElsewhereAndSaysByWhom() throws IOException {
		register(BadInputs.HELD);
		Response response = register(BadInputs.HELD.replace("10.0.0.1", "10.0.0.2"));
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp:problem:instance-held");
		assertThat(response.json().path("detail").asString()).contains("10.0.0.1:8080", "another instance_id");
	}

	@Test
	void saysWhenToTryAgainWhileTheStoreIsAway() throws IOException {
		this.registry.failWith(new StoreUnavailableException("10.1.1.1:6379 is gone", Duration.ofMillis(1500), null));
		Response response = register(CLASSIC);
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.headers()).containsEntry("retry-after", "2");
		assertThat(response.text()).doesNotContain("10.1.1.1");
	}

	@Test
	void takesAnInstanceOffTheListOnceAndAgain() throws IOException {
		String lease = register(CLASSIC).json().path("lease_id").asString();
		assertThat(call("DELETE", CLASSIC_PATH + "?lease_id=" + lease, Map.of()).status()).isEqualTo(204);
		assertThat(get(CLASSIC_PATH).status()).isEqualTo(404);
		assertThat(call("DELETE", CLASSIC_PATH, Map.of()).status()).isEqualTo(204);
		assertThat(call("DELETE", "/v1/services/nobody/instances/nobody", Map.of()).status()).isEqualTo(204);
	}

	@Test
	void doesNotTakeANewerRegistrationOffTheList() throws IOException {
		String old = register(CLASSIC).json().path("lease_id").asString();
		register(CLASSIC);
		Response response = call("DELETE", CLASSIC_PATH + "?lease_id=" + old, Map.of());
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp:problem:lease-taken-over");
		assertThat(get(CLASSIC_PATH).status()).isEqualTo(200);
	}

	@Test
	void patchesWhatMayChange() throws IOException {
		register(CLASSIC);
		JsonNode patched = send("PATCH", CLASSIC_PATH,
				"""
						{"status":"DRAINING","weight":7,"zone":"z2","tags":["x"],"metadata":{"env":null,"new":"n"},"other":1}""")
			.json();
		assertThat(patched.path("status").asString()).isEqualTo("DRAINING");
		assertThat(patched.path("weight").intValue()).isEqualTo(7);
		assertThat(patched.path("zone").asString()).isEqualTo("z2");
		assertThat(patched.path("tags").findValuesAsString("")).isEmpty();
		assertThat(patched.path("tags").get(0).asString()).isEqualTo("x");
		assertThat(patched.path("metadata").propertyNames()).containsExactlyInAnyOrder("version", "new");
		assertThat(get(CLASSIC_PATH).json()).isEqualTo(patched);
	}

	@Test
	void nullInAPatchRemoves() throws IOException {
		register(CLASSIC.replace("\"ttl\":30", "\"zone\":\"z\",\"tags\":[\"a\"]"));
		JsonNode patched;
		try (RawHttp http = new RawHttp(this.port)) {
			patched = http
				.exchange("PATCH", CLASSIC_PATH, Map.of("Content-Type", "application/merge-patch+json"),
						bytes("{\"zone\":null,\"tags\":null,\"metadata\":null}"))
				.json();
		}
		assertThat(patched.has("zone")).isFalse();
		assertThat(patched.path("tags").size()).isZero();
		assertThat(patched.path("metadata").size()).isZero();
	}

	@Test
	void emptyPatchChangesNothing() throws IOException {
		register(CLASSIC);
		JsonNode before = get(CLASSIC_PATH).json();
		assertThat(send("PATCH", CLASSIC_PATH, "{}").json()).isEqualTo(before);
	}

	@Test
	void saysWhatAPatchCannotChange() throws IOException {
		register(CLASSIC);
		Response response = send("PATCH", CLASSIC_PATH, "{\"port\":81,\"weight\":1}");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().path("detail").asString()).contains("port cannot be changed", "register again");
		assertThat(get(CLASSIC_PATH).json().path("weight").intValue()).isEqualTo(100);
	}

	@Test
	void refusesAPatchThatWouldAddUpToTooMuch() throws IOException {
		String half = "v".repeat(1000);
		register(CLASSIC.replace("\"prod\"", "\"prod\",\"a\":\"" + half + "\",\"b\":\"" + half + "\",\"c\":\"" + half
				+ "\",\"d\":\"" + half + "\",\"e\":\"" + half + "\""));
		Response response = send("PATCH", CLASSIC_PATH, "{\"metadata\":{\"f\":\"" + half + "\",\"g\":\"" + half
				+ "\",\"h\":\"" + half + "\",\"i\":\"" + half + "\"}}");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().path("errors").findValuesAsString("field")).containsExactly("metadata");
	}

}
