package io.mcp.registry.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.mcp.registry.http.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ProblemTests extends HttpApiTests {

	@Test
	void faultOfTheRegistryIsLoggedOnceAndNotTold(CapturedOutput output) throws IOException {
		this.registry.failWith(new IllegalStateException("secret of the house"));
		Response response = register(CLASSIC);
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(response.text()).doesNotContain("secret", "IllegalState");
		String reference = response.json().path("detail").asString().replaceAll(".* ", "");
		assertThat(output.getAll()).containsOnlyOnce("with the reference " + reference)
			.containsOnlyOnce("IllegalStateException: secret of the house");
	}

	@Test
	void badRequestsLeaveNoTraceInTheLog(CapturedOutput output) throws IOException {
		register("{");
		get("/v1/services/%zz/instances");
		get("/v1/services/a b/instances");
		get("/nothing");
		assertThat(output.getAll()).doesNotContain("Exception", "WARN", "ERROR");
	}

	@Test
	void tellsTheMethodsThatAreAllowed() throws IOException {
		Response response = call("BREW", "/v1/services/a/instances/b", Map.of());
		assertThat(response.headers().get("allow").split(", ?")).containsExactlyInAnyOrder("DELETE", "GET", "PATCH");
		assertThat(response.json().path("detail").asString())
			.isEqualTo("BREW is not for '/v1/services/a/instances/b' (expected: DELETE, GET, PATCH)");
	}

	@Test
	void headOfAnErrorHasNoBody() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			assertThat(http.exchange("HEAD", "/nothing", Map.of(), null).status()).isEqualTo(404);
			assertThat(http.exchange("GET", "/v1/services", Map.of(), null).status()).isEqualTo(200);
		}
	}

	@Test
	void connectionServesOnAfterARefusal() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			assertThat(http.exchange("POST", "/v1/register", Map.of(), bytes("{")).status()).isEqualTo(400);
			assertThat(http.exchange("POST", "/v1/services", Map.of(), new byte[1_000_000]).status()).isEqualTo(405);
			assertThat(http.exchange("GET", "/v1/services/%zz/instances", Map.of(), null).status()).isEqualTo(400);
			assertThat(http.exchange("POST", "/v1/register", Map.of(), bytes(CLASSIC)).status()).isEqualTo(201);
		}
	}

	@Test
	void doesNotAskForABodyThatIsTooLarge() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			http.send(bytes("POST /v1/register HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
					+ "Content-Length: 10000000\r\n\r\n"));
			assertThat(http.receive(false).status()).isEqualTo(413);
			assertThat(http.isClosedByServer()).isTrue();
		}
	}

	@Test
	void asksForABodyThatItCanTake() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			http.send(bytes("POST /v1/register HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
					+ CLASSIC.length() + "\r\n\r\n"));
			assertThat(http.receive(false).status()).isEqualTo(100);
			http.send(bytes(CLASSIC));
			assertThat(http.receive(false).status()).isEqualTo(201);
		}
	}

	@Test
	void bodyOfAnyLengthIsCutOffSomewhere() throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			http.send(bytes("POST /v1/register HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n\r\n{"));
			assertThat(http.receive(false).status()).isEqualTo(413);
			assertThat(http.isClosedByServer()).isTrue();
		}
	}

	@Test
	void clientThatGoesAwayWhileSendingIsNoFault(CapturedOutput output) throws IOException {
		try (RawHttp http = new RawHttp(this.port)) {
			http.send(bytes("POST /v1/register HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"));
		}
		await()
			.untilAsserted(() -> assertThat(get("/actuator/metrics/http.server.requests?tag=uri:/v1/register").text())
				.contains("400"));
		assertThat(output.getAll()).doesNotContain("AbortedException");
	}

	@Test
	void requestThatDoesNotEndIsNotWaitedForForEver() throws IOException {
		JsonMapper json = JsonMapper.builder().build();
		HttpHandler handler = WebHttpHandlerBuilder
			.webHandler((exchange) -> new BodyReader().read(exchange.getRequest(), 100).then())
			.exceptionHandler(new ProblemHandler(json))
			.build();
		DisposableServer listening = HttpServerConfiguration.guard(HttpServer.create(), json, Duration.ofMillis(200))
			.handle(new ReactorHttpHandlerAdapter(handler))
			.bindNow();
		try (RawHttp http = new RawHttp(listening.port())) {
			http.send(bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"));
			Response response = http.receive(false);
			assertThat(response.status()).isEqualTo(408);
			assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp:problem:request-timeout");
			assertThat(http.isClosedByServer()).isTrue();
		}
		finally {
			listening.disposeNow();
		}
	}

}
