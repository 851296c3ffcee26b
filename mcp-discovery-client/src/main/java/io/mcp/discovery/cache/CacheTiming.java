package io.mcp.discovery.cache;

import java.time.Duration;

/**
 * When lists are loaded and dropped.
 *
 * @param loadTimeout longest wait of a caller for a first list
 * @param pullInterval time between two refreshes of a list in use
 * @param idleAfter a service that nobody asked for during this time is dropped
 * @param emptyListAge a caller who finds an empty list older than this waits for a new
 * one
 * @param confirmAfter time until a surprising list is asked for again; short, since a
 * single instance that died stays for as long
 */
public record CacheTiming(Duration loadTimeout, Duration pullInterval, Duration idleAfter, Duration emptyListAge,
		Duration confirmAfter) {

	/**
	 * The timing that users choose, with the rest at its defaults.
	 * @param loadTimeout longest wait of a caller for a first list
	 * @param pullInterval time between two refreshes of a list in use
	 * @param idleAfter a service that nobody asked for during this time is dropped
	 * @return the timing
	 */
	public static CacheTiming of(Duration loadTimeout, Duration pullInterval, Duration idleAfter) {
		return new CacheTiming(loadTimeout, pullInterval, idleAfter, Duration.ofSeconds(1), Duration.ofMillis(300));
	}

}
