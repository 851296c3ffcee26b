package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mcp.protocol.Change;
import io.mcp.protocol.ServiceInstances;

/**
 * The lists in use, for what keeps them fresh. Thread-safe; nothing here waits or counts
 * as use. Services are named by their keys: names in lower case.
 */
public interface WatchedLists {

	/**
	 * The services in use.
	 * @return the revision of each one's list; -1 where there is none yet
	 */
	Map<String, Long> inUse();

	/**
	 * Tells when a service came into use and its first load ended.
	 * @param tell what is run, on any thread
	 */
	void onUse(Runnable tell);

	/**
	 * Takes over a pushed change.
	 * @param change the change
	 * @return completes when it is in the list, or cannot be; with whether callers do not
	 * get the instance that it names (any more)
	 */
	CompletableFuture<Boolean> apply(Change change);

	/**
	 * Takes over a pushed list.
	 * @param snapshot every instance of one service
	 * @return whether callers no longer get the instances that it says are leaving
	 */
	boolean apply(ServiceInstances snapshot);

	/**
	 * Takes over a list that was fetched.
	 * @param list every instance of one service
	 */
	void fetched(ServiceInstances list);

	/**
	 * From now on a stream keeps the lists, and its signs of life confirm them.
	 * @param services keys of the services
	 * @param pulse the stream's signs of life
	 */
	void carriedBy(Iterable<String> services, Pulse pulse);

	/**
	 * Fetches a list now, unless that is under way.
	 * @param service key of the service
	 * @return completes after it; with whether the registry answered
	 */
	CompletableFuture<Boolean> load(String service);

	/**
	 * Fetches a list in that rhythm from now on.
	 * @param service key of the service
	 * @param pace time between two fetches
	 */
	void pace(String service, Duration pace);

}
