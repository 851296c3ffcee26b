package io.mcp.registry.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks HTTP/1.1 through a plain socket, because no decent client sends what a registry
 * must bear. One connection; not thread-safe.
 */
public final class RawHttp implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	/** Connects to that port of this machine. */
	public RawHttp(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout((int) PATIENCE.toMillis());
		this.in = new BufferedInputStream(this.socket.getInputStream());
		this.out = this.socket.getOutputStream();
	}

	/** Sends a request with the headers that it needs, and waits for the answer. */
	public Response exchange(String method, String path, Map<String, String> headers, byte @Nullable [] body)
			throws IOException {
		Map<String, String> all = new HashMap<>(Map.of("Host", "localhost:" + this.socket.getPort()));
		if (body != null) {
			all.put("Content-Length", Integer.toString(body.length));
		}
		all.putAll(headers);
		StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\n");
		all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		send((head + "\r\n").getBytes(StandardCharsets.UTF_8));
		if (body != null) {
			send(body);
		}
		return receive(method.equals("HEAD"));
	}

	/** Sends these bytes as they are. */
	public void send(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	/** Waits for an answer. */
	public Response receive(boolean toHead) throws IOException {
		String statusLine = line();
		int status = Integer.parseInt(statusLine.split(" ")[1]);
		Map<String, String> headers = new HashMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
					(first, second) -> first + ", " + second);
		}
		if (toHead || status == 204 || status == 304 || status == 100) {
			return new Response(status, headers, new byte[0]);
		}
		if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
			return new Response(status, headers, chunks());
		}
		String length = headers.get("content-length");
		return new Response(status, headers,
				(length != null) ? this.in.readNBytes(Integer.parseInt(length)) : this.in.readAllBytes());
	}

	/**
	 * Waits until the server closes the connection, and tells whether it sent nothing
	 * more.
	 */
	public boolean isClosedByServer() throws IOException {
		return this.in.read() == -1;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
			body.write(this.in.readNBytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next == -1) {
				throw new EOFException("Connection closed after '" + line + "' (expected: a line of an answer)");
			}
			line.append((char) next);
		}
		return line.toString().stripTrailing();
	}

	/**
	 * An answer.
	 *
	 * @param status HTTP status
	 * @param headers headers by their names in lower case
	 * @param body body, empty where there is none
	 */
	public record Response(int status, Map<String, String> headers, byte[] body) {

		/** The body as text. */
		public String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		/** The body as JSON. */
		public JsonNode json() {
			return JSON.readTree(this.body);
		}

		@Override
		public String toString() {
			return this.status + " " + this.headers + " " + text();
		}

	}

}
