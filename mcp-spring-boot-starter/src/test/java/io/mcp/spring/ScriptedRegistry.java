package io.mcp.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcp.protocol.DrainReport;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.RegisterResponse;
import io.mcp.protocol.ServiceInstances;
import tools.jackson.databind.json.JsonMapper;

/** A registry that answers as it is told and remembers what it was asked. */
public final class ScriptedRegistry implements AutoCloseable {

	private final JsonMapper json = JsonMapper.builder().build();

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private final Map<String, ServiceInstances> services = new ConcurrentHashMap<>();

	private final AtomicInteger leases = new AtomicInteger();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpServer server;

	private volatile Consumer<Call> observer = (call) -> {
	};

	private volatile Refusal refusal = new Refusal(0, "");

	private ScriptedRegistry(int port) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	public static ScriptedRegistry start() {
		return new ScriptedRegistry(0);
	}

	public static ScriptedRegistry startOn(int port) {
		return new ScriptedRegistry(port);
	}

	public URI address() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort());
	}

	/** Called with each call before it is answered. */
	public void observe(Consumer<Call> observer) {
		this.observer = observer;
	}

	/** Refuses registrations from now on. */
	public void refuse(int status, String problem) {
		this.refusal = new Refusal(status, problem);
	}

	public void list(String service, InstanceInfo... instances) {
		this.services.put(service, new ServiceInstances("default", service, 7, false, List.of(instances)));
	}

	public List<Call> calls(String method, String pathPart) {
		return this.calls.stream()
			.filter((call) -> call.method().equals(method) && call.uri().getPath().contains(pathPart))
			.toList();
	}

	public List<RegisterRequest> registrations() {
		return calls("POST", "/v1/register").stream()
			.map((call) -> this.json.readValue(call.body(), RegisterRequest.class))
			.toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			Call call = new Call(exchange.getRequestMethod(), exchange.getRequestURI(),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			this.observer.accept(call);
			this.calls.add(call);
			String path = call.uri().getPath();
			switch (call.method()) {
				case "POST" -> {
					if (path.endsWith("/drain")) {
						drain(exchange);
					}
					else {
						register(exchange, call);
					}
				}
				case "GET" -> {
					if (path.endsWith("/instances")) {
						instances(exchange, call);
					}
					else {
						exchange.sendResponseHeaders(404, -1);
					}
				}
				default -> exchange.sendResponseHeaders(204, -1);
			}
		}
	}

	private void register(HttpExchange exchange, Call call) throws IOException {
		Refusal refusal = this.refusal;
		if (refusal.status() != 0) {
			send(exchange, refusal.status(), "application/problem+json", refusal.problem());
			return;
		}
		RegisterRequest request = this.json.readValue(call.body(), RegisterRequest.class);
		String id = (request.instanceId() != null) ? request.instanceId()
				: request.serviceName() + ":" + request.host() + ":" + request.port();
		int ttl = (request.ttl() != null) ? request.ttl() : 15;
		send(exchange, 201, "application/json", this.json.writeValueAsString(new RegisterResponse(request.serviceName(),
				id, "default", "lease-" + this.leases.incrementAndGet(), ttl, ttl / 3.0, 1, List.of())));
	}

	private void drain(HttpExchange exchange) throws IOException {
		send(exchange, 200, "application/json", this.json.writeValueAsString(new DrainReport(1, 1, 0, 0, 1)));
	}

	private void instances(HttpExchange exchange, Call call) throws IOException {
		String service = call.uri().getPath().split("/")[3];
		ServiceInstances known = this.services.getOrDefault(service,
				new ServiceInstances("default", service, 0, false, List.of()));
		send(exchange, 200, "application/json", this.json.writeValueAsString(known));
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	/**
	 * What the registry was asked.
	 *
	 * @param method HTTP method
	 * @param uri path and query
	 * @param body text of the body
	 */
	public record Call(String method, URI uri, String body) {

	}

	private record Refusal(int status, String problem) {

	}

}
