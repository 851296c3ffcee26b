package io.mcp.benchmarks.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.mcp.benchmarks.arguments.ArgumentException;

/**
 * Lets time pass. The run that is interrupted ends. Thread-safe.
 *
 * @param nanos a clock for intervals
 */
public record Waiting(LongSupplier nanos) {

	private static final Duration LONGEST = Duration.ofSeconds(90);

	private static final Duration STEP = Duration.ofMillis(50);

	/**
	 * Asks again and again, for 90 seconds.
	 * @param what what is waited for, for the message
	 * @param condition what must become true
	 * @throws ArgumentException if it did not in that time
	 */
	public void until(String what, BooleanSupplier condition) {
		long end = this.nanos.getAsLong() + LONGEST.toNanos();
		while (!condition.getAsBoolean()) {
			if (this.nanos.getAsLong() - end > 0) {
				throw new ArgumentException("Waited " + LONGEST.toSeconds() + " s for " + what + ", in vain");
			}
			pause(STEP);
		}
	}

	/** Lets a time pass. */
	public void pause(Duration time) {
		try {
			TimeUnit.NANOSECONDS.sleep(time.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ArgumentException("Interrupted");
		}
	}

}
