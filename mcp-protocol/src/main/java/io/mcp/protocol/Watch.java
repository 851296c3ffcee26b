package io.mcp.protocol;

/**
 * Names on the wire of {@code GET /v1/watch}, a stream of server-sent events. After the
 * head of the answer comes a comment at once, so that a reader knows that nothing between
 * him and the registry holds the stream back, then {@link #SNAPSHOT} for each service
 * whose revision is not the one that the reader has, then {@link #CHANGE} after
 * {@link #CHANGE}, each on the revision before it; where the reader was too slow for
 * them, another {@link #SNAPSHOT}. A comment {@code ping} comes each
 * {@link #PING_SECONDS}.
 */
public final class Watch {

	/** Response header: the name of this stream, for acknowledgements. */
	public static final String ID_HEADER = "Mcp-Watch-Id";

	/**
	 * Event with the whole of one service as {@link ServiceInstances}: every instance,
	 * whatever its status and health.
	 */
	public static final String SNAPSHOT = "snapshot";

	/** Event with one {@link Change}. */
	public static final String CHANGE = "change";

	/** Seconds between two pings. */
	public static final int PING_SECONDS = 10;

	private Watch() {
	}

}
