package io.mcp.benchmarks.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Registers, deregisters and streams, and no more. */
final class ScriptedRegistry implements AutoCloseable {

	private static final Pattern ID = Pattern.compile("\"instance_id\":\"([^\"]+)\"");

	private final List<OutputStream> streams = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private volatile int watchStatus = 200;

	ScriptedRegistry() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/watch", this::watch);
		this.server.createContext("/v1/register", this::register);
		this.server.createContext("/v1/services/", this::deregister);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	URI address() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	void refuseStreams(int status) {
		this.watchStatus = status;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void watch(HttpExchange exchange) throws IOException {
		if (this.watchStatus != 200) {
			answer(exchange, this.watchStatus, "{\"title\":\"Too many streams\"}");
			return;
		}
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
		OutputStream stream = exchange.getResponseBody();
		this.streams.add(stream);
		send(stream, ": watching\n\n");
		send(stream, "event: snapshot\ndata: {\"instances\":[]}\n\n");
	}

	private void register(HttpExchange exchange) throws IOException {
		Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		String name = id.find() ? id.group(1) : "none";
		change("registered", name);
		answer(exchange, 201, "{\"service_name\":\"" + ChangingService.NAME + "\",\"instance_id\":\"" + name
				+ "\",\"namespace\":\"default\",\"lease_id\":\"l1\",\"ttl\":15,\"heartbeat_interval\":5.0,\"revision\":1}");
	}

	private void deregister(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		change("deregistered", path.substring(path.lastIndexOf('/') + 1));
		exchange.sendResponseHeaders(204, -1);
		exchange.close();
	}

	private void change(String type, String id) {
		String event = "event: change\ndata: {\"type\":\"" + type + "\",\"instance\":{\"instance_id\":\"" + id
				+ "\"}}\n\n";
		this.streams.forEach((stream) -> send(stream, event));
	}

	private static void send(OutputStream stream, String text) {
		try {
			stream.write(text.getBytes(StandardCharsets.UTF_8));
			stream.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A stream broke", ex);
		}
	}

	private static void answer(HttpExchange exchange, int status, String json) throws IOException {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

}
