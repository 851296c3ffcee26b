package io.mcp.registry.http;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.registry.http.RawHttp.Response;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatControllerTests extends HttpApiTests {

	private static final String HEARTBEAT = CLASSIC_PATH + "/heartbeat";

	@Test
	void renewsWithAndWithoutABody() throws IOException {
		String lease = register(CLASSIC).json().path("lease_id").asString();
		assertThat(call("PUT", HEARTBEAT, Map.of()).status()).isEqualTo(204);
		assertThat(send("PUT", HEARTBEAT, "").status()).isEqualTo(204);
		assertThat(send("PUT", HEARTBEAT, "{}").status()).isEqualTo(204);
		assertThat(send("PUT", HEARTBEAT, "{\"lease_id\":\"" + lease + "\",\"latency_ms\":1.5}").status())
			.isEqualTo(204);
	}

	@Test
	void findsTheServiceInAnyCase() throws IOException {
		register(CLASSIC);
		assertThat(call("PUT", HEARTBEAT.replace("services/user-service", "services/USER-Service"), Map.of()).status())
			.isEqualTo(204);
	}

	@Test
	void declaresTheStatusThatAHeartbeatCarries() throws IOException {
		register(CLASSIC);
		send("PUT", HEARTBEAT, "{\"status\":\"OUT_OF_SERVICE\"}");
		assertThat(get(CLASSIC_PATH).json().path("status").asString()).isEqualTo("OUT_OF_SERVICE");
	}

	@Test
	void asksTheForgottenToRegisterAgain() throws IOException {
		Response response = call("PUT", HEARTBEAT, Map.of());
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp:problem:no-such-lease");
		assertThat(response.json().path("detail").asString()).contains("register again");
	}

	@Test
	void tellsAnOldOwnerThatItWasReplaced() throws IOException {
		String old = register(CLASSIC).json().path("lease_id").asString();
		register(CLASSIC);
		Response response = send("PUT", HEARTBEAT, "{\"lease_id\":\"" + old + "\"}");
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp:problem:lease-taken-over");
	}

	@Test
	void renewsABatchAndNamesThoseThatWereNot() throws IOException {
		String old = register(CLASSIC).json().path("lease_id").asString();
		String current = register(CLASSIC).json().path("lease_id").asString();
		JsonNode result = send("POST", "/v1/heartbeats", """
				{"leases":[
				 {"service_name":"User-Service","instance_id":"user-service:192.168.1.100:8080"},
				 {"service_name":"user-service","instance_id":"user-service:192.168.1.100:8080","lease_id":"%s"},
				 {"service_name":"user-service","instance_id":"user-service:192.168.1.100:8080","lease_id":"%s"},
				 {"service_name":"Nobody","instance_id":"n"}]}""".formatted(current, old)).json();
		assertThat(result.path("renewed").intValue()).isEqualTo(2);
		assertThat(result.path("unknown").toString()).isEqualTo("""
				[{"service_name":"user-service","instance_id":"user-service:192.168.1.100:8080","lease_id":"%s"},\
				{"service_name":"Nobody","instance_id":"n"}]""".formatted(old));
	}

	@Test
	void batchIsOfOneNamespace() throws IOException {
		send("POST", "/v1/register?namespace=blue", CLASSIC);
		String batch = """
				{"leases":[{"service_name":"user-service","instance_id":"user-service:192.168.1.100:8080"}]}""";
		assertThat(send("POST", "/v1/heartbeats", batch).json().path("renewed").intValue()).isZero();
		assertThat(send("POST", "/v1/heartbeats?namespace=blue", batch).json().path("renewed").intValue()).isOne();
	}

	@Test
	void emptyBatchRenewsNothing() throws IOException {
		Response response = send("POST", "/v1/heartbeats", "{\"leases\":[]}");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("{\"renewed\":0,\"unknown\":[]}");
	}

	@Test
	void takesAThousandLeasesOfTheGreatestLength() throws IOException {
		String lease = "{\"service_name\":\"%s\",\"instance_id\":\"%s\",\"lease_id\":\"%s\"}".formatted("s".repeat(128),
				"i".repeat(192), "l".repeat(128));
		String batch = IntStream.range(0, 1000)
			.mapToObj((number) -> lease)
			.collect(Collectors.joining(",", "{\"leases\":[", "]}"));
		JsonNode result = send("POST", "/v1/heartbeats", batch).json();
		assertThat(result.path("unknown").size()).isEqualTo(1000);
	}

}
