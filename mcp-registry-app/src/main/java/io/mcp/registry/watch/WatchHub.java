package io.mcp.registry.watch;

import java.util.concurrent.Executor;

import io.mcp.registry.instance.ServiceKey;

/**
 * Carries what the view shows to everybody who watches, the same for every transport.
 */
public interface WatchHub {

	/**
	 * Opens a stream. Call it on the event loop.
	 * @param request what to watch
	 * @param eventLoop one thread that runs what it is given in order; streams of one
	 * loop share their tasks
	 * @param reader who is told that something is there
	 */
	Opening open(WatchRequest request, Executor eventLoop, WatchReader reader);

	/**
	 * The same for a question that ends with the first news: counts as a stream, but
	 * nobody waits for its acknowledgement, and it is not pinged.
	 */
	Opening openQuery(WatchRequest request, Executor eventLoop, WatchReader reader);

	/**
	 * A subscriber has applied everything up to that revision. Thread-safe; does not
	 * wait.
	 * @param watchId the stream on which he heard, at whichever replica
	 * @param service which service
	 * @param revision up to which revision
	 */
	void acknowledge(String watchId, ServiceKey service, long revision);

}
