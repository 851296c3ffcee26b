package io.mcp.spring.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.mcp.discovery.NoInstanceException;
import io.mcp.protocol.InstanceInfo;
import io.mcp.spring.Instances;
import io.mcp.spring.ScriptedDiscovery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LoadBalancedInterceptorTests {

	private final ScriptedDiscovery discovery = new ScriptedDiscovery();

	private final List<HttpServer> servers = new ArrayList<>();

	private final List<String> arrived = new CopyOnWriteArrayList<>();

	@AfterEach
	void stopServers() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@ParameterizedTest
	@MethodSource("requestFactories")
	void requestArrivesAtTheInstanceAsItWasWritten(ClientHttpRequestFactory factory) throws IOException {
		InstanceInfo billing = server("billing");
		this.discovery.with("billing", billing);
		HttpHeaders headers = new HttpHeaders();
		headers.set("X-Trace", "42");
		String answer = restTemplate(factory)
			.exchange("http://billing/invoices/{id}?since={since}", HttpMethod.POST, new HttpEntity<>("body", headers),
					String.class, "a b", "1&2")
			.getBody();
		assertThat(answer).isEqualTo("ok");
		assertThat(this.arrived).containsExactly(
				"POST /invoices/a%20b?since=1%262 trace=42 host=127.0.0.1:" + billing.port() + " body=body");
	}

	@ParameterizedTest
	@MethodSource("requestFactories")
	void requestGoesElsewhereWhereNoConnectionCameAbout(ClientHttpRequestFactory factory) throws IOException {
		this.discovery.with("billing", nobody("billing"), nobody("billing"), server("billing"));
		String answer = restTemplate(factory).postForObject("http://billing/pay", "body", String.class);
		assertThat(answer).isEqualTo("ok");
		assertThat(this.arrived).singleElement().asString().startsWith("POST /pay").endsWith("body=body");
	}

	@ParameterizedTest
	@MethodSource("requestFactories")
	void givesUpAfterThreeInstancesAndNamesThem(ClientHttpRequestFactory factory) throws IOException {
		InstanceInfo first = nobody("billing");
		InstanceInfo second = nobody("billing");
		InstanceInfo third = nobody("billing");
		this.discovery.with("billing", first, second, third, server("billing"));
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> restTemplate(factory).getForObject("http://billing/x", String.class))
			.withCauseInstanceOf(ConnectException.class)
			.withMessageContaining("'billing'")
			.withMessageContaining(first.instanceId())
			.withMessageContaining(second.instanceId())
			.withMessageContaining(third.instanceId());
		assertThat(this.arrived).isEmpty();
	}

	@Test
	void triesOneInstanceOnlyWhereRetriesAreSwitchedOff() throws IOException {
		InstanceInfo first = nobody("billing");
		this.discovery.with("billing", first, server("billing"));
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> restTemplate(new JdkClientHttpRequestFactory(), new RetryProperties(false))
				.getForObject("http://billing/x", String.class))
			.withCauseInstanceOf(ConnectException.class)
			.withMessageContaining(first.instanceId());
		assertThat(this.arrived).isEmpty();
	}

	@Test
	void givesUpWhereNoOtherInstanceIsLeft() throws IOException {
		InstanceInfo only = nobody("billing");
		this.discovery.with("billing", only);
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(
				() -> restTemplate(new JdkClientHttpRequestFactory()).getForObject("http://billing/x", String.class))
			.withCauseInstanceOf(ConnectException.class)
			.withMessageContaining(only.instanceId());
	}

	@Test
	void requestThatMayHaveArrivedIsNotRepeated() throws IOException {
		this.discovery.with("billing", silent("billing"), server("billing"));
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
		factory.setReadTimeout(Duration.ofMillis(200));
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> restTemplate(factory).getForObject("http://billing/x", String.class));
		assertThat(this.arrived).isEmpty();
	}

	@Test
	void unknownServiceIsExplainedByWhatIsKnown() throws IOException {
		this.discovery.with("billing", server("billing"));
		assertThatExceptionOfType(NoInstanceException.class)
			.isThrownBy(
					() -> restTemplate(new JdkClientHttpRequestFactory()).getForObject("http://stock/x", String.class))
			.withMessageContaining("'stock'")
			.withMessageContaining("billing");
	}

	static Stream<ClientHttpRequestFactory> requestFactories() {
		return Stream.of(new JdkClientHttpRequestFactory(), new SimpleClientHttpRequestFactory());
	}

	private RestTemplate restTemplate(ClientHttpRequestFactory factory) {
		return restTemplate(factory, new RetryProperties(true));
	}

	private RestTemplate restTemplate(ClientHttpRequestFactory factory, RetryProperties retry) {
		RestTemplate restTemplate = new RestTemplate(factory);
		restTemplate.setInterceptors(List.of(new LoadBalancedInterceptor(() -> this.discovery, retry)));
		return restTemplate;
	}

	private InstanceInfo server(String service) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/", (exchange) -> {
			try (exchange) {
				HttpHeaders headers = new HttpHeaders();
				exchange.getRequestHeaders().forEach(headers::addAll);
				this.arrived.add("%s %s trace=%s host=%s body=%s".formatted(exchange.getRequestMethod(),
						exchange.getRequestURI(), headers.getFirst("X-Trace"), headers.getFirst("Host"),
						new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
				exchange.getResponseHeaders().set("Content-Type", "text/plain");
				exchange.sendResponseHeaders(200, 2);
				exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
			}
		});
		server.start();
		this.servers.add(server);
		return Instances.plain(service, "127.0.0.1", server.getAddress().getPort());
	}

	/** Takes a connection and never answers. */
	private InstanceInfo silent(String service) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		this.servers.add(server);
		return Instances.plain(service, "127.0.0.1", server.getAddress().getPort());
	}

	/** A port at which nobody listens. */
	private static InstanceInfo nobody(String service) throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return Instances.plain(service, "127.0.0.1", socket.getLocalPort());
		}
	}

}
