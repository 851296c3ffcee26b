package io.mcp.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcp.protocol.Watch;
import org.jspecify.annotations.Nullable;

/** A registry that says what the test wants and remembers what it was asked. */
public final class ScriptedRegistry implements AutoCloseable {

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final ExecutorService executor = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "scripted-registry");
		thread.setDaemon(true);
		return thread;
	});

	private volatile Function<Request, Response> script = (request) -> new Response(404);

	private HttpServer server;

	private final int port;

	public ScriptedRegistry() {
		this.server = listen(0);
		this.port = this.server.getAddress().getPort();
	}

	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** From now on, requests are answered that way. */
	public ScriptedRegistry answering(Function<Request, Response> script) {
		this.script = script;
		return this;
	}

	public List<Request> requests() {
		return this.requests;
	}

	public List<Request> requests(String method) {
		return this.requests.stream().filter((request) -> request.method().equals(method)).toList();
	}

	/** Refuses connections until it comes back, on the same port. */
	public void goAway() {
		this.server.stop(0);
	}

	public void comeBack() {
		this.server = listen(this.port);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private HttpServer listen(int port) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			server.setExecutor(this.executor);
			server.createContext("/", this::handle);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
					String.valueOf(exchange.getRequestURI().getQuery()),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
					String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
			this.requests.add(request);
			Response response = this.script.apply(request);
			response.headers().forEach(exchange.getResponseHeaders()::set);
			EventFeed feed = response.feed();
			if (feed != null) {
				feed.stream(exchange);
				return;
			}
			byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(response.status(), (body.length > 0) ? body.length : -1);
			if (body.length > 0) {
				exchange.getResponseBody().write(body);
			}
		}
	}

	public record Request(String method, String path, String query, String body, String etag) {

	}

	/**
	 * An answer.
	 *
	 * @param status HTTP status
	 * @param body the body
	 * @param headers more headers
	 * @param feed streamed instead of the body
	 */
	public record Response(int status, String body, Map<String, String> headers, @Nullable EventFeed feed) {

		public Response(int status) {
			this(status, "", Map.of());
		}

		public Response(int status, String body) {
			this(status, body, Map.of());
		}

		public Response(int status, String body, Map<String, String> headers) {
			this(status, body, headers, null);
		}

		/** A stream that is named. */
		public static Response stream(String watchId, EventFeed feed) {
			return new Response(200, "", Map.of("Content-Type", "text/event-stream", Watch.ID_HEADER, watchId), feed);
		}

	}

}
