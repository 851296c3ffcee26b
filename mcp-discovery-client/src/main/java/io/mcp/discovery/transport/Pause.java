package io.mcp.discovery.transport;

import java.time.Duration;

/**
 * How long to leave the registry alone after rounds in which no address helped. Guarded
 * by its owner's lock.
 */
final class Pause {

	static final Duration FIRST = Duration.ofMillis(200);

	static final Duration LONGEST = Duration.ofSeconds(2);

	static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

	private final Jitter jitter;

	private int rounds;

	private long endsAt;

	Pause(Jitter jitter) {
		this.jitter = jitter;
	}

	/**
	 * A round failed. Rounds that ran at the same time count once.
	 * @param now the time in nanoseconds
	 * @param retryAfter how long the registry wants to be left alone
	 * @return whether this is the first in a row
	 */
	boolean extend(long now, Duration retryAfter) {
		if (this.rounds > 0 && now - this.endsAt < 0) {
			return false;
		}
		this.rounds++;
		Duration wanted = (retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0) ? retryAfter : LONGEST_RETRY_AFTER;
		Duration own = this.jitter.backOff(this.rounds, FIRST, LONGEST);
		this.endsAt = now + ((own.compareTo(wanted) > 0) ? own : wanted).toNanos();
		return this.rounds == 1;
	}

	/**
	 * A round succeeded.
	 * @return whether others had failed before
	 */
	boolean end() {
		boolean failing = this.rounds > 0;
		this.rounds = 0;
		return failing;
	}

	Duration remaining(long now) {
		return (this.rounds > 0) ? Duration.ofNanos(Math.max(0, this.endsAt - now)) : Duration.ZERO;
	}

}
