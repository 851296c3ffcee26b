package io.mcp.benchmarks.watch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;

/**
 * Cuts the bytes of one stream into events, wherever the network cut them. Keeps nothing
 * between two events. Not thread-safe.
 */
final class EventReader {

	private static final byte[] NOTHING = {};

	private final Consumer<ServerSentEvent> events;

	private byte[] begun = NOTHING;

	EventReader(Consumer<ServerSentEvent> events) {
		this.events = events;
	}

	void read(ByteBuf bytes) {
		int had = this.begun.length;
		byte[] all = Arrays.copyOf(this.begun, had + bytes.readableBytes());
		bytes.readBytes(all, had, all.length - had);
		int from = 0;
		for (int i = Math.max(1, had); i < all.length; i++) {
			if (all[i] == '\n' && all[i - 1] == '\n') {
				this.events.accept(event(new String(all, from, i - from, StandardCharsets.UTF_8)));
				from = i + 1;
			}
		}
		this.begun = (from == all.length) ? NOTHING : Arrays.copyOfRange(all, from, all.length);
	}

	private static ServerSentEvent event(String text) {
		String name = "";
		String data = "";
		for (String line : text.split("\n")) {
			if (line.startsWith("event:")) {
				name = line.substring("event:".length()).strip();
			}
			else if (line.startsWith("data:")) {
				data = line.substring("data:".length()).strip();
			}
		}
		return new ServerSentEvent(name, data);
	}

}
