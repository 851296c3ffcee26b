package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How changes reach this process at present.
 *
 * @param mode how
 * @param since when that began
 * @param why why it is so, in words
 * @param streams the streams that there are, or should be; empty in other modes, and as
 * long as no service is in use
 */
public record SubscriptionState(Mode mode, Instant since, String why, List<Stream> streams) {

	public SubscriptionState {
		streams = List.copyOf(streams);
	}

	/** How changes reach this process. */
	public enum Mode {

		/** The registry pushes them, within milliseconds. */
		STREAM,
		/** The registry answers a waiting question, within milliseconds. */
		BLOCKING_QUERY,
		/** They are found by asking every few seconds. */
		POLLING

	}

	/**
	 * One stream.
	 *
	 * @param address where it comes from, or came from last
	 * @param openSince when it was opened; {@code null} while it is not
	 * @param services how many services it carries
	 * @param lastError why it was not open the last time; {@code null} where it always
	 * was
	 */
	public record Stream(@Nullable URI address, @Nullable Instant openSince, int services, @Nullable String lastError) {

		/** Whether changes come. */
		public boolean open() {
			return this.openSince != null;
		}

	}

}
