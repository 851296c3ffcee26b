package io.mcp.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.ServiceLists;
import io.mcp.discovery.snapshot.KnownList;
import io.mcp.protocol.ServiceInstances;

/**
 * Carries lists from one life of the application to the next, each with its own age.
 * Thread-safe once {@link #recall} has been called, before which nobody may look up
 * anything.
 */
final class ListMemory {

	private final ServiceLists lists;

	private final String namespace;

	private final InstantSource instants;

	/** By their keys, when lists of the earlier life were confirmed. */
	private volatile Map<String, Instant> recalled = Map.of();

	ListMemory(ServiceLists lists, String namespace, InstantSource instants) {
		this.lists = lists;
		this.namespace = namespace;
		this.instants = instants;
	}

	/** Lets the lists of an earlier life stand in for the registry until it answers. */
	void recall(List<KnownList> earlier) {
		Instant now = this.instants.instant();
		this.recalled = earlier.stream()
			.collect(Collectors.toUnmodifiableMap((known) -> key(known.list().serviceName()), KnownList::confirmedAt,
					(first, second) -> second));
		earlier.forEach((known) -> this.lists.preload(List.of(known.list()), known.age(now)));
	}

	/**
	 * What the next life should find: the lists of this life, and those of the earlier
	 * one that nobody has asked for yet.
	 * @return the lists in the order of their services' names
	 */
	List<KnownList> all() {
		Instant now = this.instants.instant();
		Map<String, KnownList> all = new TreeMap<>();
		for (ServiceInstances list : this.lists.known()) {
			Instant confirmedAt = this.recalled.get(key(list.serviceName()));
			if (confirmedAt != null) {
				all.put(key(list.serviceName()), new KnownList(confirmedAt, list));
			}
		}
		for (CachedService service : this.lists.describeAll()) {
			Duration age = service.age();
			if (age != null) {
				all.put(key(service.serviceName()), new KnownList(now.minus(age), new ServiceInstances(this.namespace,
						service.serviceName(), service.revision(), false, service.all())));
			}
		}
		return List.copyOf(all.values());
	}

	private static String key(String serviceName) {
		return serviceName.toLowerCase(Locale.ROOT);
	}

}
