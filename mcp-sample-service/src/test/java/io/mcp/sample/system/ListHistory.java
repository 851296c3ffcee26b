package io.mcp.sample.system;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.mcp.discovery.DiscoverySettings;
import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.protocol.InstanceInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client of the registry, and what it had in its lists over time: every change that it
 * told its listeners. Thread-safe.
 */
final class ListHistory implements AutoCloseable {

	private final McpDiscoveryClients client;

	private final Map<String, List<InstanceInfo>> lists = new HashMap<>();

	private final List<Seen> seen = new ArrayList<>();

	/**
	 * Begins at once.
	 * @param registry the replicas that the client knows
	 * @param services whose lists it holds
	 */
	ListHistory(List<URI> registry, String... services) {
		this.seen.add(new Seen(System.nanoTime(), Set.of()));
		this.client = McpDiscoveryClients
			.create(DiscoverySettings.builder().serverAddresses(registry).eagerServices(List.of(services)).build());
		this.client.discovery().onChange((change) -> set(change.serviceName(), change.after()));
		this.client.discovery().cachedServices().forEach((known) -> set(known.serviceName(), known.instances()));
	}

	private void set(String service, List<InstanceInfo> list) {
		long now = System.nanoTime();
		synchronized (this.seen) {
			this.lists.put(service, list);
			this.seen.add(new Seen(now,
					this.lists.values()
						.stream()
						.flatMap(List::stream)
						.map(InstanceInfo::instanceId)
						.collect(Collectors.toCollection(TreeSet::new))));
		}
	}

	/** The ids of the instances in its lists. */
	Set<String> now() {
		synchronized (this.seen) {
			return this.seen.get(this.seen.size() - 1).ids();
		}
	}

	/** The replica that it speaks with. */
	URI registry() {
		return this.client.registry().current();
	}

	/** What it had at that time, and every change since then. */
	List<Seen> since(long nanos) {
		synchronized (this.seen) {
			int first = this.seen.size() - 1;
			while (first > 0 && this.seen.get(first).nanos() > nanos) {
				first--;
			}
			return List.copyOf(this.seen.subList(first, this.seen.size()));
		}
	}

	/** Throws if one of the instances was missing at any time since then. */
	void assertNeverWithout(Set<String> ids, long since) {
		assertThat(since(since)).as("what a client of %s had in its lists", this.client.registry().addresses())
			.allSatisfy((each) -> assertThat(each.ids()).containsAll(ids));
	}

	/** Waits for an instance; tells how long after that time it was there. */
	Duration awaitArrival(String id, long since) {
		return awaitFirst(since, id, true);
	}

	/** Waits until an instance is gone; tells how long after that time that was. */
	Duration awaitDeparture(String id, long since) {
		return awaitFirst(since, id, false);
	}

	private Duration awaitFirst(long since, String id, boolean listed) {
		return await().atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> since(since).stream().filter((each) -> each.ids().contains(id) == listed).findFirst(),
					Optional::isPresent)
			.map((each) -> Duration.ofNanos(Math.max(0, each.nanos() - since)))
			.orElseThrow();
	}

	@Override
	public void close() {
		this.client.close();
	}

	/**
	 * What was in the lists from a moment on.
	 *
	 * @param nanos the moment, of {@link System#nanoTime()}
	 * @param ids the instances of all services
	 */
	record Seen(long nanos, Set<String> ids) {

	}

}
