package io.mcp.discovery.transport;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the registry's addresses answered so far.
 *
 * @param current the address that is asked first
 * @param addresses all addresses, in the configured order
 */
public record RegistryState(URI current, List<Address> addresses) {

	public RegistryState {
		addresses = List.copyOf(addresses);
	}

	/**
	 * Whether at least one address answered the last time it was asked.
	 * @return {@code false} also as long as none was asked
	 */
	public boolean reachable() {
		return this.addresses.stream().anyMatch((address) -> address.reachability() == Reachability.REACHABLE);
	}

	/** What the last exchange with an address showed. */
	public enum Reachability {

		/** Not asked yet. */
		UNKNOWN,
		/** It answered. */
		REACHABLE,
		/** It answered with a failure of its own: 5xx or 429. */
		FAILING,
		/** No connection, no answer in time, or not a registry's answer. */
		UNREACHABLE

	}

	/**
	 * One address.
	 *
	 * @param uri the address as configured
	 * @param reachability what the last exchange showed
	 * @param lastSuccess when it last answered
	 * @param unreachableSince the first failure after which no exchange succeeded
	 * @param lastError what the last failure was; kept after a success
	 * @param lastErrorAt when that was
	 */
	public record Address(URI uri, Reachability reachability, @Nullable Instant lastSuccess,
			@Nullable Instant unreachableSince, @Nullable String lastError, @Nullable Instant lastErrorAt) {

	}

}
