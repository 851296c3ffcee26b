package io.mcp.discovery.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events from bytes as they come (HTML standard, section 9.2.6): lines
 * end with LF, CR or CR LF, an empty line ends an event, a line that begins with a colon
 * is a comment. Ids and retry times mean nothing here. Not thread-safe.
 */
final class SseParser {

	/** A list of some ten thousand instances; more is no registry's. */
	static final int LARGEST_EVENT = 64 * 1024 * 1024;

	/** More than this is let go after an event: a stream may live for weeks. */
	static final int LARGEST_KEPT = 64 * 1024;

	private final Buffer line = new Buffer();

	private final Buffer data = new Buffer();

	private String name = "";

	private boolean hasData;

	private boolean afterCarriageReturn;

	/**
	 * Reads on.
	 * @param bytes what came, read to its end
	 * @return the events that are now complete
	 * @throws EventTooLargeException if an event is larger than any registry's
	 */
	List<ServerEvent> read(ByteBuffer bytes) throws EventTooLargeException {
		List<ServerEvent> events = new ArrayList<>(1);
		while (bytes.hasRemaining()) {
			byte next = bytes.get();
			if (next == '\n' && this.afterCarriageReturn) {
				this.afterCarriageReturn = false;
				continue;
			}
			this.afterCarriageReturn = next == '\r';
			if (next == '\n' || next == '\r') {
				endLine(events);
			}
			else {
				this.line.write(next);
				if (this.line.size() + this.data.size() > LARGEST_EVENT) {
					throw new EventTooLargeException();
				}
			}
		}
		return events;
	}

	/** How many bytes it holds on to, used or not. */
	int capacity() {
		return this.line.capacity() + this.data.capacity();
	}

	private void endLine(List<ServerEvent> events) {
		byte[] bytes = this.line.toByteArray();
		this.line.clear();
		if (bytes.length == 0) {
			endEvent(events);
			return;
		}
		int colon = indexOfColon(bytes);
		int end = (colon >= 0) ? colon : bytes.length;
		int start = (colon >= 0 && colon + 1 < bytes.length && bytes[colon + 1] == ' ') ? colon + 2
				: Math.min(end + 1, bytes.length);
		String field = new String(bytes, 0, end, StandardCharsets.UTF_8);
		if (field.equals("event")) {
			this.name = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
		}
		else if (field.equals("data")) {
			if (this.hasData) {
				this.data.write('\n');
			}
			this.data.write(bytes, start, bytes.length - start);
			this.hasData = true;
		}
	}

	private void endEvent(List<ServerEvent> events) {
		if (this.hasData) {
			events.add(new ServerEvent(this.name.isEmpty() ? "message" : this.name, this.data.toByteArray()));
		}
		this.name = "";
		this.data.clear();
		this.hasData = false;
	}

	private static int indexOfColon(byte[] bytes) {
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == ':') {
				return i;
			}
		}
		return -1;
	}

	/** Keeps its memory for what comes next, unless that is much. */
	private static final class Buffer extends ByteArrayOutputStream {

		private static final int INITIAL = 1024;

		Buffer() {
			super(INITIAL);
		}

		void clear() {
			reset();
			if (this.buf.length > LARGEST_KEPT) {
				this.buf = new byte[INITIAL];
			}
		}

		int capacity() {
			return this.buf.length;
		}

	}

	/** An event would fill the memory. */
	static final class EventTooLargeException extends Exception {

		private static final long serialVersionUID = 1L;

		EventTooLargeException() {
			super("an event of more than " + LARGEST_EVENT + " bytes (expected: a list of one service)");
		}

	}

}
