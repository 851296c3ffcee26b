package io.mcp.registry.http;

import java.nio.charset.StandardCharsets;

import io.mcp.protocol.Watch;
import io.mcp.registry.watch.WatchEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** How a watch looks as server-sent events. */
final class EventFormat {

	/** Header with the name of the stream. */
	static final String WATCH_ID = Watch.ID_HEADER;

	private static final byte[] GREETING = ascii(": watching\n\n");

	private static final byte[] PING = ascii(": ping\n\n");

	private static final byte[] CHANGE = ascii("event: " + Watch.CHANGE + "\ndata: ");

	private static final byte[] SNAPSHOT = ascii("event: " + Watch.SNAPSHOT + "\ndata: ");

	private static final byte[] END = ascii("\n\n");

	private EventFormat() {
	}

	/** What a stream begins with. */
	static byte[] greeting() {
		return GREETING.clone();
	}

	/** The buffer, or a new one, with one more event. */
	static ByteBuf append(@Nullable ByteBuf batch, WatchEvent event, ByteBufAllocator buffers) {
		if (event instanceof WatchEvent.Delta delta) {
			return append(batch, buffers, CHANGE, delta.json(), END);
		}
		if (event instanceof WatchEvent.Snapshot snapshot) {
			return append(batch, buffers, SNAPSHOT, snapshot.json(), END);
		}
		return append(batch, buffers, PING);
	}

	private static ByteBuf append(@Nullable ByteBuf batch, ByteBufAllocator buffers, byte[]... parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		ByteBuf target = (batch != null) ? batch.ensureWritable(length) : buffers.directBuffer(length);
		for (byte[] part : parts) {
			target.writeBytes(part);
		}
		return target;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
