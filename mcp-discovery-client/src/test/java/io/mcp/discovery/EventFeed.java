package io.mcp.discovery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;

/** What a scripted registry streams, when the test says so. */
public final class EventFeed {

	private static final String END = "end";

	private static final long NEVER_REACHED = 1L << 40;

	private final BlockingQueue<String> portions = new LinkedBlockingQueue<>();

	private volatile boolean cut;

	/** A feed that begins with the comment of a registry. */
	public static EventFeed open() {
		return stalled().send(": watching\n\n");
	}

	/** A feed of which nothing but the head comes. */
	public static EventFeed stalled() {
		return new EventFeed();
	}

	public EventFeed event(String name, String json) {
		return send("event: " + name + "\ndata: " + json.replace("\n", "") + "\n\n");
	}

	public EventFeed ping() {
		return send(": ping\n\n");
	}

	public EventFeed send(String text) {
		this.portions.add(text);
		return this;
	}

	/** Ends the body in good order. */
	public void end() {
		this.portions.add(END);
	}

	/** Breaks the connection off; to be said before the stream is opened. */
	public EventFeed breakingOff() {
		this.cut = true;
		return this;
	}

	void stream(HttpExchange exchange) throws IOException {
		// A body that is shorter than promised is broken off.
		exchange.sendResponseHeaders(200, this.cut ? NEVER_REACHED : 0);
		OutputStream body = exchange.getResponseBody();
		body.flush();
		try {
			for (String portion = this.portions.take(); !portion.equals(END); portion = this.portions.take()) {
				body.write(portion.getBytes(StandardCharsets.UTF_8));
				body.flush();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
