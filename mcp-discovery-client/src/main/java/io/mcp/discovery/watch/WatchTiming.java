package io.mcp.discovery.watch;

import java.time.Duration;

import io.mcp.protocol.Watch;

/**
 * When streams are opened, given up and tried again.
 *
 * @param requestTimeout longest wait for the head of a stream, and then for its first
 * byte
 * @param pullInterval time between two fetches of a list beside the stream
 */
record WatchTiming(Duration requestTimeout, Duration pullInterval) {

	/** Services that come into use together are added together. */
	static final Duration GATHERING = Duration.ofMillis(20);

	/** How often services that are no longer in use are looked for. */
	static final Duration REVIEW = Duration.ofSeconds(30);

	/** Two and a half pings. */
	static final Duration LONGEST_SILENCE = Duration.ofMillis(2500L * Watch.PING_SECONDS);

	/** All streams of a replica that goes away do not come back in the same moment. */
	static final Duration RECONNECT_SPREAD = Duration.ofMillis(100);

	static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);

	static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);

	static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

	/** A stream that ends earlier was cut, if nothing else was wrong. */
	static final Duration SHORT_LIFE = Duration.ofSeconds(10);

	/** Longer than {@link #SHORT_LIFE}: what a stream must survive to be relied on. */
	static final Duration TRIAL = Duration.ofSeconds(15);

	/** How often streams are tried again where they did not come through. */
	static final Duration SECOND_CHANCE = Duration.ofMinutes(5);

	/** How long the registry may hold back the answer to a blocking query. */
	static final Duration WAIT = Duration.ofSeconds(25);

	private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

	/** Time between two fetches where nothing else tells of changes. */
	Duration pollInterval() {
		return (this.pullInterval.compareTo(LONGEST_POLL) < 0) ? this.pullInterval : LONGEST_POLL;
	}

}
