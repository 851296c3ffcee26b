package io.mcp.discovery.transport;

/**
 * Reads one stream of events. Called on the executor that it was opened with, in order;
 * the stream is read on when a call has returned.
 */
public interface EventReader {

	/**
	 * The head of the answer came: it is a stream.
	 * @param watchId the stream's {@code Mcp-Watch-Id}; empty where there is none
	 */
	void opened(String watchId);

	/** Bytes came, be it only a part of an event, or a comment. */
	void alive();

	/**
	 * An event came.
	 * @param event the event
	 */
	void event(ServerEvent event);

	/**
	 * Nothing more comes. Called once, also where the stream never opened, but not after
	 * {@link EventStream#close}.
	 * @param end why
	 */
	void ended(StreamEnd end);

}
