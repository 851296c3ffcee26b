package io.mcp.discovery.cache;

import java.time.Duration;

/**
 * Is told what happens to the lists, for measuring. Called on the threads that do it, so
 * it must be quick, must not wait and must not throw.
 */
public interface DiscoveryObserver {

	/**
	 * A pushed change is in what callers get.
	 * @param serviceName the service
	 * @param lag time from the store's clock when it happened to this machine's clock
	 * now; never negative, and right only as far as the two clocks agree
	 */
	default void deltaApplied(String serviceName, Duration lag) {
	}

	/**
	 * A pushed whole list was taken over.
	 * @param serviceName the service
	 */
	default void snapshotTaken(String serviceName) {
	}

	/**
	 * A pushed change did not follow the list that is here, which is fetched now.
	 * @param serviceName the service
	 */
	default void gapFound(String serviceName) {
	}

	/**
	 * Instances vanished without an explanation and are kept until the registry says so
	 * again.
	 * @param serviceName the service
	 */
	default void lossHeld(String serviceName) {
	}

	/**
	 * The registry said so again, and the instances are gone.
	 * @param serviceName the service
	 */
	default void lossBelieved(String serviceName) {
	}

	/** A stream that had ended or was broken was opened again. */
	default void reconnected() {
	}

}
