package io.mcp.registry.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.store.PartitionImage;
import io.mcp.registry.store.StoredChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The snapshots of all services. Read by everybody; {@link #replace} and {@link #apply}
 * belong to the feed, which calls them from one thread at a time for each partition.
 */
final class LiveView implements RegistryView, ViewReadiness {

	private final JsonMapper json;

	private final ToIntFunction<ServiceKey> partitions;

	private final ConcurrentMap<ServiceKey, ServiceSnapshot> services = new ConcurrentHashMap<>();

	private final NavigableSet<ServiceKey> names = new ConcurrentSkipListSet<>();

	private final AtomicLongArray absentRevisions;

	private final CompletableFuture<Void> firstLoaded = new CompletableFuture<>();

	private volatile BooleanSupplier loaded = () -> false;

	private volatile IntFunction<Duration> staleness = (partition) -> Duration.ZERO;

	LiveView(JsonMapper json, int partitionCount, ToIntFunction<ServiceKey> partitions) {
		this.json = json;
		this.absentRevisions = new AtomicLongArray(partitionCount);
		this.partitions = partitions;
	}

	/** Lets the feed tell how far it is. */
	void fedBy(BooleanSupplier loaded, IntFunction<Duration> staleness) {
		this.loaded = loaded;
		this.staleness = staleness;
	}

	/** Everything was loaded; says whether it is the first time. */
	boolean markLoaded() {
		return this.firstLoaded.complete(null);
	}

	@Override
	public CompletionStage<Void> loaded() {
		return this.firstLoaded.minimalCompletionStage();
	}

	@Override
	public boolean isLoaded() {
		return this.loaded.getAsBoolean();
	}

	@Override
	public Duration staleness() {
		Duration longest = Duration.ZERO;
		for (int partition = 0; partition < this.absentRevisions.length(); partition++) {
			Duration staleness = staleness(partition);
			if (staleness.compareTo(longest) > 0) {
				longest = staleness;
			}
		}
		return longest;
	}

	@Override
	public Duration staleness(int partition) {
		return this.staleness.apply(partition);
	}

	@Override
	public Optional<ServiceSnapshot> service(ServiceKey service) {
		return Optional.ofNullable(this.services.get(service));
	}

	@Override
	public long absentRevision(ServiceKey service) {
		return this.absentRevisions.get(this.partitions.applyAsInt(service));
	}

	@Override
	public ServicePage services(String namespace, String prefix, @Nullable String after, int limit) {
		String begin = prefix.toLowerCase(Locale.ROOT);
		ServiceKey from = new ServiceKey(namespace, (after != null) ? after : begin);
		List<ServiceSnapshot> page = new ArrayList<>();
		for (ServiceKey key : this.names.tailSet(from, after == null)) {
			if (!key.namespace().equals(namespace) || !key.name().startsWith(begin)) {
				break;
			}
			ServiceSnapshot service = this.services.get(key);
			if (service == null) {
				continue;
			}
			if (page.size() == limit) {
				return new ServicePage(page, page.get(limit - 1).key().name());
			}
			page.add(service);
		}
		return new ServicePage(page, null);
	}

	@Override
	public Collection<ServiceSnapshot> all() {
		return this.services.values();
	}

	/** All that is shown of a partition. */
	List<ServiceSnapshot> partition(int partition) {
		return this.services.values()
			.stream()
			.filter((service) -> this.partitions.applyAsInt(service.key()) == partition)
			.toList();
	}

	/** Puts a partition's services in the place of all that was known of it. */
	Replacement replace(int partition, PartitionImage image) {
		this.absentRevisions.set(partition, image.revision());
		List<ServiceSnapshot> present = new ArrayList<>(image.revisions().size());
		List<ServiceSnapshot> differing = new ArrayList<>();
		image.revisions().forEach((key, revision) -> {
			List<Instance> instances = image.instances().getOrDefault(key, List.of());
			if (instances.isEmpty()) {
				return;
			}
			long newest = instances.stream().mapToLong(Instance::revision).max().orElse(0);
			ServiceSnapshot fresh = ServiceSnapshot.of(key, Math.max(revision, newest), instances, this.json);
			ServiceSnapshot before = this.services.get(key);
			if (before != null && before.saysTheSameAs(fresh)) {
				present.add(before);
				return;
			}
			present.add(fresh);
			differing.add(fresh);
			this.services.put(key, fresh);
			this.names.add(key);
		});
		Set<ServiceKey> keys = present.stream().map(ServiceSnapshot::key).collect(Collectors.toSet());
		this.services.forEach((key, snapshot) -> {
			if (this.partitions.applyAsInt(key) == partition && !keys.contains(key)) {
				this.services.remove(key);
				this.names.remove(key);
				differing.add(ServiceSnapshot.of(key, image.revision(), List.of(), this.json));
			}
		});
		return new Replacement(present, differing);
	}

	/**
	 * Shows one change. A record that is newer than the change stays: loading may have
	 * read ahead of the stream.
	 */
	ServiceSnapshot apply(StoredChange change) {
		Instance instance = change.instance();
		ServiceKey key = instance.key().service();
		ServiceSnapshot before = this.services.get(key);
		ServiceSnapshot known = (before != null) ? before : ServiceSnapshot.of(key, 0, List.of(), this.json);
		long revision = Math.max(change.revision(), known.revision());
		boolean newer = known.instance(instance.instanceId())
			.map(Instance::revision)
			.filter((present) -> present > change.revision())
			.isPresent();
		ServiceSnapshot after;
		if (newer) {
			after = known;
		}
		else if (change.type().removes()) {
			after = known.without(instance.instanceId(), revision);
		}
		else {
			after = known.with(instance, revision);
		}
		if (after.isEmpty()) {
			this.absentRevisions.set(change.partition(), revision);
			this.services.remove(key);
			this.names.remove(key);
		}
		else {
			this.services.put(key, after);
			if (before == null) {
				this.names.add(key);
			}
		}
		return after;
	}

	/**
	 * What became of a partition that was read anew.
	 *
	 * @param services all that it has
	 * @param differing those that are not as before, the vanished ones without instances
	 */
	record Replacement(List<ServiceSnapshot> services, List<ServiceSnapshot> differing) {
	}

}
