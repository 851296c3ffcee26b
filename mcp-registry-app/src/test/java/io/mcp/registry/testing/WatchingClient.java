package io.mcp.registry.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a watch byte by byte through a plain socket, so that it can also stop reading.
 * What it has read is there for every thread.
 */
public final class WatchingClient implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Socket socket = new Socket();

	private final InputStream in;

	private final int status;

	private final Map<String, String> headers = new HashMap<>();

	private final List<String> comments = new CopyOnWriteArrayList<>();

	private final List<Event> events = new CopyOnWriteArrayList<>();

	private volatile boolean endedCleanly;

	private volatile boolean ended;

	/** Sends the request and reads the head of the answer. */
	public WatchingClient(int port, String query) throws IOException {
		this.socket.setReceiveBufferSize(4096);
		this.socket.connect(new InetSocketAddress("127.0.0.1", port));
		this.socket.setSoTimeout(60_000);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1024);
		this.socket.getOutputStream()
			.write(("GET /v1/watch?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		this.status = Integer.parseInt(line().split(" ")[1]);
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			this.headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
	}

	/** A client that reads whatever comes, at once. */
	public static WatchingClient reading(int port, String query) throws IOException {
		return new WatchingClient(port, query).read();
	}

	/** Begins to read. */
	public WatchingClient read() {
		Thread reader = new Thread(this::readToTheEnd, "mcp-test-watch");
		reader.setDaemon(true);
		reader.start();
		return this;
	}

	/** Status of the answer. */
	public int status() {
		return this.status;
	}

	/** Headers by their names in lower case. */
	public Map<String, String> headers() {
		return this.headers;
	}

	/** Name of the stream. */
	public String watchId() {
		return this.headers.get("mcp-watch-id");
	}

	/** Comments so far. */
	public List<String> comments() {
		return this.comments;
	}

	/** Events so far. */
	public List<Event> events() {
		return this.events;
	}

	/** The last one; {@code null} before the first. */
	public Event last() {
		return this.events.isEmpty() ? null : this.events.get(this.events.size() - 1);
	}

	/** Whether the server ended the body as HTTP wants it. */
	public boolean hasEndedCleanly() {
		return this.endedCleanly;
	}

	/** Whether nothing comes any more. */
	public boolean hasEnded() {
		return this.ended;
	}

	/** Goes away without a word. */
	public void leave() throws IOException {
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		leave();
	}

	private void readToTheEnd() {
		try {
			StringBuilder text = new StringBuilder();
			for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
				text.append(new String(this.in.readNBytes(size), StandardCharsets.UTF_8));
				line();
				int end = text.lastIndexOf("\n\n");
				if (end >= 0) {
					accept(text.substring(0, end));
					text.delete(0, end + 2);
				}
			}
			this.endedCleanly = true;
		}
		catch (EOFException | SocketException ex) {
			// Cut off, from here or there.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.ended = true;
		}
	}

	private void accept(String text) {
		for (String block : text.split("\n\n")) {
			List<String> lines = new ArrayList<>(List.of(block.split("\n")));
			if (block.startsWith(":")) {
				this.comments.add(block.substring(1).strip());
			}
			else {
				this.events.add(new Event(lines.get(0).substring("event: ".length()),
						JSON.readTree(lines.get(1).substring("data: ".length()))));
			}
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next == -1) {
				throw new EOFException("Connection closed after '" + line + "'");
			}
			line.append((char) next);
		}
		return line.toString().stripTrailing();
	}

	/**
	 * One event.
	 *
	 * @param name its name
	 * @param data its data
	 */
	public record Event(String name, JsonNode data) {

		/** The revision that it brings the reader to. */
		public long revision() {
			return this.data.path("revision").longValue();
		}

		/** Ids of the instances in a snapshot. */
		public List<String> instances() {
			return this.data.path("instances").findValuesAsString("instance_id");
		}

	}

}
