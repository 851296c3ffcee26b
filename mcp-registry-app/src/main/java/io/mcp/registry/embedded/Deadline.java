package io.mcp.registry.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The moment until which something may take.
 *
 * @param nanoTime the clock, in nanoseconds from any origin
 * @param at the moment on that clock
 */
record Deadline(LongSupplier nanoTime, long at) {

	static Deadline in(Duration time, LongSupplier nanoTime) {
		return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
	}

	/** What is left; zero once it has passed. */
	Duration left() {
		return Duration.ofNanos(Math.max(0, this.at - this.nanoTime.getAsLong()));
	}

	boolean hasPassed() {
		return this.at - this.nanoTime.getAsLong() <= 0;
	}

	/** Lets the thread wait, but not beyond this moment. */
	void pause(Duration time) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.min(time.toNanos(), left().toNanos()));
		}
		catch (InterruptedException ex) {
			throw EmbeddedRedisException.interrupted(ex);
		}
	}

}
