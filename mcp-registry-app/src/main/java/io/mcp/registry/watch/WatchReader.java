package io.mcp.registry.watch;

/**
 * The transport's end of a stream. Called on the stream's event loop.
 */
public interface WatchReader {

	/**
	 * There is something to {@link Watch#poll poll}, or the stream has
	 * {@link Watch#isEnded ended}. Told once until everything was polled.
	 */
	void wake();

	/** The reader takes nothing any more: close the connection and the stream. */
	void abort();

}
