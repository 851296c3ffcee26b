package io.mcp.registry.store;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The store's clock, as far as it can be told from here: asked for now and then, and
 * carried on by this machine's. Thread-safe; nothing blocks. On Cluster the masters'
 * clocks should agree, for one of them stands for all.
 */
public interface StoreClock {

	/** The store's time, to within half of a round trip; this machine's until asked. */
	Instant now();

	/**
	 * How long ago something happened by the store's clock; zero where that lies ahead.
	 */
	default Duration age(Instant at) {
		Duration age = Duration.between(at, now());
		return age.isNegative() ? Duration.ZERO : age;
	}

	/** Asks the store for its time. Fails where the store is away. */
	CompletionStage<Void> measure();

}
