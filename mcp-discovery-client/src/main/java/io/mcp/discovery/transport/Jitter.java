package io.mcp.discovery.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Spreads moments in time, so that thousands of clients do not act in step. Thread-safe
 * where its source is.
 */
public final class Jitter {

	private static final int LARGEST_DOUBLING = 30;

	private final RandomGenerator random;

	/**
	 * Creates a jitter.
	 * @param random where chance comes from
	 */
	public Jitter(RandomGenerator random) {
		this.random = random;
	}

	/**
	 * About that long.
	 * @param duration what is meant
	 * @return evenly distributed between 90 % and 110 % of it
	 */
	public Duration around(Duration duration) {
		return scale(duration, 0.9 + 0.2 * this.random.nextDouble());
	}

	/**
	 * Anything up to that long.
	 * @param longest the upper bound
	 * @return evenly distributed between zero and it
	 */
	public Duration upTo(Duration longest) {
		return scale(longest, this.random.nextDouble());
	}

	/**
	 * The pause after a number of failures in a row: doubling, with the upper half left
	 * to chance ("equal jitter").
	 * @param failures how many there were, at least 1
	 * @param first the longest pause after the first failure
	 * @param longest the longest pause at all
	 * @return evenly distributed between half of the doubled time and all of it
	 */
	public Duration backOff(int failures, Duration first, Duration longest) {
		Duration full = first.multipliedBy(1L << Math.min(failures - 1, LARGEST_DOUBLING));
		Duration bounded = (full.compareTo(longest) < 0) ? full : longest;
		return scale(bounded, 0.5 + 0.5 * this.random.nextDouble());
	}

	private static Duration scale(Duration duration, double factor) {
		return Duration.ofNanos((long) (duration.toNanos() * factor));
	}

}
