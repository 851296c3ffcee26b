package io.mcp.registry.watch;

import java.time.Duration;
import java.util.Locale;

/** How the wish to watch ended. */
public sealed interface Opening {

	/**
	 * It was granted. The first events are there to poll.
	 *
	 * @param watch the stream
	 */
	record Opened(Watch watch) implements Opening {
	}

	/**
	 * Not here, or not now.
	 *
	 * @param reason why
	 * @param limit the limit that is reached; 0 where there is none
	 */
	record Refused(Refusal reason, int limit) implements Opening {

		/** When another attempt makes sense. */
		public Duration retryAfter() {
			return this.reason.retryAfter;
		}

	}

	/** Why nobody may watch. */
	enum Refusal {

		/** This replica bears no more. */
		TOO_MANY_STREAMS(Duration.ofSeconds(5)),
		/** This client has enough. */
		TOO_MANY_OF_CLIENT(Duration.ofSeconds(10)),
		/** This replica is about to end; another one is there. */
		SHUTTING_DOWN(Duration.ofSeconds(1));

		private final Duration retryAfter;

		Refusal(Duration retryAfter) {
			this.retryAfter = retryAfter;
		}

		/** As metrics name it. */
		String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
