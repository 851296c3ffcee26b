package io.mcp.registry.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import io.mcp.protocol.Limits;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.testing.FreePort;
import io.mcp.registry.testing.JarProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry's own jar as a process; its output is in a file. */
final class ReplicaProcess implements ChurnedReplica {

	private static final int CALLERS = 16;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final JarProcess process;

	private final String base;

	ReplicaProcess(String name, String... properties) {
		int port = FreePort.find();
		this.process = JarProcess.registry(name, port,
				Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
		this.base = "http://127.0.0.1:" + port;
	}

	ReplicaProcess ready() {
		this.process.ready();
		return this;
	}

	@Override
	public CompletionStage<String> enter(Registration registration) {
		Map<String, Object> body = Map.of("service_name", registration.serviceName(), "host", registration.host(),
				"port", registration.port(), "ttl", registration.ttl());
		return call(() -> expect(200, 201, send("POST", "/v1/register", body)).path("lease_id").asString());
	}

	@Override
	public CompletionStage<?> leave(InstanceKey instance, String leaseId) {
		return call(() -> expect(204, 204, send("DELETE", path(instance) + "?lease_id=" + leaseId, null)));
	}

	@Override
	public List<InstanceKey> renew(List<LeaseClaim> claims) {
		List<InstanceKey> unknown = new ArrayList<>();
		for (int from = 0; from < claims.size(); from += Limits.MAX_BATCH) {
			List<Map<String, String>> leases = claims.subList(from, Math.min(claims.size(), from + Limits.MAX_BATCH))
				.stream()
				.map((claim) -> Map.of("service_name", claim.instance().service().name(), "instance_id",
						claim.instance().id(), "lease_id", String.valueOf(claim.leaseId())))
				.toList();
			expect(200, 200, send("POST", "/v1/heartbeats", Map.of("leases", leases))).path("unknown")
				.forEach((lease) -> unknown
					.add(new ServiceKey(Limits.DEFAULT_NAMESPACE, lease.path("service_name").asString())
						.instance(lease.path("instance_id").asString())));
		}
		return unknown;
	}

	@Override
	public Map<String, String> shown() {
		Map<String, String> shown = new HashMap<>();
		for (JsonNode service : expect(200, 200, send("GET", "/v1/services?limit=1000", null)).path("services")) {
			ServiceKey key = new ServiceKey(Limits.DEFAULT_NAMESPACE, service.path("service_name").asString());
			String list = "/v1/services/" + key.name() + "/instances?health=any&status=any";
			for (JsonNode instance : expect(200, 200, send("GET", list, null)).path("instances")) {
				shown.put(key.instance(instance.path("instance_id").asString()).toString(),
						instance.path("health").asString() + '@' + instance.path("revision").asLong());
			}
		}
		return shown;
	}

	@Override
	public void close() {
		this.callers.shutdownNow();
		this.process.close();
	}

	private <T> CompletionStage<T> call(Supplier<T> call) {
		return CompletableFuture.supplyAsync(call, this.callers);
	}

	private HttpResponse<String> send(String method, String path, Object body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + path))
			.timeout(Duration.ofSeconds(20))
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))
							: HttpRequest.BodyPublishers.noBody())
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No answer to " + method + ' ' + request.uri(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + request.uri(), ex);
		}
	}

	private static JsonNode expect(int status, int other, HttpResponse<String> response) {
		assertThat(response.statusCode()).as("%s: %s", response.uri(), response.body()).isIn(status, other);
		return JSON.readTree(response.body().isEmpty() ? "null" : response.body());
	}

	private static String path(InstanceKey instance) {
		return "/v1/services/" + instance.service().name() + "/instances/" + instance.id();
	}

}
