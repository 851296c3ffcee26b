package io.mcp.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Many times of the same thing. Immutable.
 */
public final class Times {

	private static final double NANOS_PER_MILLI = 1e6;

	private final long[] sorted;

	private Times(long[] sorted) {
		this.sorted = sorted;
	}

	/**
	 * Takes them all together.
	 * @param rounds nanoseconds; at least one
	 */
	public static Times of(List<long[]> rounds) {
		long[] all = rounds.stream().flatMapToLong(LongStream::of).sorted().toArray();
		if (all.length == 0) {
			throw new IllegalArgumentException("rounds: no time in them (expected: at least one)");
		}
		return new Times(all);
	}

	/** The slowest of each round. */
	public static Times lastOfEach(List<long[]> rounds) {
		return of(rounds.stream().map((round) -> new long[] { Arrays.stream(round).max().orElseThrow() }).toList());
	}

	/** How many. */
	public int count() {
		return this.sorted.length;
	}

	/** Milliseconds that half of them need at most. */
	public double medianMillis() {
		return percentileMillis(50);
	}

	/** Milliseconds that 99 of 100 need at most. */
	public double p99Millis() {
		return percentileMillis(99);
	}

	/** Milliseconds of the slowest. */
	public double maxMillis() {
		return percentileMillis(100);
	}

	/** Median, p99 and the slowest, in words. */
	public String summary() {
		return String.format(Locale.ROOT, "median %.1f ms, p99 %.1f ms, max %.1f ms", medianMillis(), p99Millis(),
				maxMillis());
	}

	/** By the nearest rank: always a time that was seen. */
	private double percentileMillis(int percent) {
		int rank = (int) Math.ceil(this.sorted.length * (percent / 100.0));
		return this.sorted[Math.max(1, rank) - 1] / NANOS_PER_MILLI;
	}

}
