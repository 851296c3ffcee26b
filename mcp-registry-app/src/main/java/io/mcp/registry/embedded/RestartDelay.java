package io.mcp.registry.embedded;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait before a server that ended is started again: twice as long each time,
 * and short again once it has stayed. Used by one thread at a time.
 */
final class RestartDelay {

	private static final Duration FIRST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final Duration STAYED = Duration.ofMinutes(1);

	private final LongSupplier nanoTime;

	private Duration delay = FIRST;

	private long quietSince;

	RestartDelay(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.quietSince = nanoTime.getAsLong();
	}

	/** The server has ended, or could not be started. */
	Duration next() {
		long now = this.nanoTime.getAsLong();
		if (now - this.quietSince >= STAYED.toNanos()) {
			this.delay = FIRST;
		}
		this.quietSince = now;
		Duration current = this.delay;
		Duration doubled = current.multipliedBy(2);
		this.delay = (doubled.compareTo(LONGEST) < 0) ? doubled : LONGEST;
		return current;
	}

}
