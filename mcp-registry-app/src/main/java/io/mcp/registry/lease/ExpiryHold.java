package io.mcp.registry.lease;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Protects instances from an outage that was not theirs. Nobody could renew a lease while
 * the store was away, so for one ttl after its return a missing lease proves nothing. The
 * same holds when the registry itself comes back and finds leases missing, for all its
 * replicas alike; a lease that still ran then has had its chance, and its end counts.
 *
 * <p>
 * Thread-safe. Times are nanoseconds of the sweeper's clock.
 */
final class ExpiryHold {

	private volatile @Nullable Long thereSince;

	private volatile @Nullable Long recovered;

	private volatile boolean away;

	/** Since when there has been a registry, without a gap. */
	void registryIsThereSince(long moment) {
		this.thereSince = moment;
	}

	/**
	 * Nobody here looked at the store until now: what was missed meanwhile is not known.
	 */
	void lookedAway(long now) {
		this.recovered = now;
	}

	/** What is known of the store at present. */
	void storeIsAway(boolean isAway, long now) {
		if (this.away && !isAway) {
			this.recovered = now;
		}
		this.away = isAway;
	}

	boolean isStoreAway() {
		return this.away;
	}

	/**
	 * How long a missing lease must still be overlooked; zero where it counts.
	 * @param ttl length of the lease
	 * @param seenAlive whether the lease was seen running since this replica started
	 * @param now the present
	 */
	Duration remaining(Duration ttl, boolean seenAlive, long now) {
		Duration afterOutage = remaining(this.recovered, ttl, now);
		Duration afterStart = seenAlive ? Duration.ZERO : remaining(this.thereSince, ttl, now);
		return (afterOutage.compareTo(afterStart) > 0) ? afterOutage : afterStart;
	}

	private static Duration remaining(@Nullable Long since, Duration ttl, long now) {
		if (since == null) {
			return Duration.ZERO;
		}
		Duration left = ttl.minusNanos(now - since);
		return left.isNegative() ? Duration.ZERO : left;
	}

}
