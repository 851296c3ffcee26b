package io.mcp.registry.lifecycle;

import java.util.random.RandomGenerator;

/**
 * Makes lease ids: 128 bits of chance, then {@code -} and the ttl in milliseconds, which
 * is all that a renewal needs to know. Thread-safe if the generator is.
 */
final class LeaseIds {

	private static final int MILLIS = 1000;

	private final RandomGenerator random;

	LeaseIds(RandomGenerator random) {
		this.random = random;
	}

	String next(int ttlSeconds) {
		return part() + part() + '-' + (long) ttlSeconds * MILLIS;
	}

	private String part() {
		return Long.toUnsignedString(this.random.nextLong(), Character.MAX_RADIX);
	}

}
