package io.mcp.registry.watch;

import org.jspecify.annotations.Nullable;

/**
 * One stream, as its transport sees it: a pull whenever it can write. Confined to the
 * event loop on which it was opened.
 */
public interface Watch {

	/** Name of the stream, for acknowledgements; unique among all replicas. */
	String id();

	/** The next event to write, or {@code null} where there is none now. */
	@Nullable WatchEvent poll();

	/** Whether there is something to poll. */
	boolean hasPending();

	/** What was polled has been written to the socket. */
	void written();

	/** Whether nothing will come any more: end the stream, the reader moves on. */
	boolean isEnded();

	/** The reader is gone. May be called again, and on any thread. */
	void close();

}
