package io.mcp.discovery.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Why a stream ended, or did not begin.
 *
 * @param kind the kind of end
 * @param reason what happened, with the address
 * @param retryAfter how long the registry wants no stream, if it said so
 */
public record StreamEnd(Kind kind, String reason, @Nullable Duration retryAfter) {

	/** Kinds of ends. */
	public enum Kind {

		/** The registry ended it in good order. */
		ENDED,
		/** The connection was lost. */
		CUT,
		/** There was no connection, or it was lost before an answer. */
		UNREACHABLE,
		/** The registry cannot give a stream now: 429 or 5xx. */
		BUSY,
		/** The answer is no stream of events: another type, or 4xx. */
		NO_STREAM,
		/** Nothing came for too long. */
		SILENT

	}

}
