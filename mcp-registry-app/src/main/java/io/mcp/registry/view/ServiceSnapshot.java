package io.mcp.registry.view;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.ServiceKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One service at one revision. Immutable and thread-safe; the answers to the two usual
 * questions, for the routable instances and for all, are encoded once and kept.
 */
public final class ServiceSnapshot {

	private static final Comparator<Instance> BY_ID = Comparator.comparing(Instance::instanceId);

	private final ServiceKey key;

	private final String displayName;

	private final long revision;

	private final Instance[] instances;

	private final JsonMapper json;

	private volatile @Nullable EncodedAnswer routable;

	private volatile @Nullable EncodedAnswer all;

	ServiceSnapshot(ServiceKey key, String displayName, long revision, Instance[] sortedInstances, JsonMapper json) {
		this.key = key;
		this.displayName = displayName;
		this.revision = revision;
		this.instances = sortedInstances;
		this.json = json;
	}

	/** Which service. */
	public ServiceKey key() {
		return this.key;
	}

	/** Its name as registered, by the first of its instances where they differ. */
	public String displayName() {
		return this.displayName;
	}

	/** Its last change. */
	public long revision() {
		return this.revision;
	}

	/** All instances, whatever their state, ordered by id. */
	public List<Instance> instances() {
		return List.of(this.instances);
	}

	/** Whether it has no instance at all. */
	public boolean isEmpty() {
		return this.instances.length == 0;
	}

	/** How many are routable. */
	public int routableCount() {
		int count = 0;
		for (Instance instance : this.instances) {
			if (instance.isRoutable()) {
				count++;
			}
		}
		return count;
	}

	/** One instance. */
	public Optional<Instance> instance(String id) {
		int index = indexOf(id);
		return (index >= 0) ? Optional.of(this.instances[index]) : Optional.empty();
	}

	/**
	 * The instances that pass the filter. Where only routable ones are wanted and none is
	 * healthy, the unstable ones, marked as degraded.
	 */
	public ServiceInstances select(InstanceFilter filter) {
		List<Instance> matching = Arrays.stream(this.instances)
			.filter((instance) -> filter.anyStatus() || instance.effectiveStatus() == Status.UP)
			.filter(filter::matchesLabels)
			.toList();
		if (filter.anyHealth() || filter.anyStatus()) {
			return answer(matching.stream()
				.filter((instance) -> filter.anyHealth() || instance.health() != Health.FAILED)
				.toList(), false);
		}
		List<Instance> healthy = matching.stream().filter(Instance::isRoutable).toList();
		if (!healthy.isEmpty()) {
			return answer(healthy, false);
		}
		List<Instance> unstable = matching.stream().filter((it) -> it.health() == Health.UNSTABLE).toList();
		return answer(unstable, !unstable.isEmpty());
	}

	/** {@link #select} in encoded form. */
	public EncodedAnswer encoded(InstanceFilter filter) {
		if (filter.equals(InstanceFilter.ROUTABLE)) {
			EncodedAnswer kept = this.routable;
			if (kept == null) {
				kept = encode(filter);
				this.routable = kept;
			}
			return kept;
		}
		if (filter.equals(InstanceFilter.ALL)) {
			EncodedAnswer kept = this.all;
			if (kept == null) {
				kept = encode(filter);
				this.all = kept;
			}
			return kept;
		}
		return encode(filter);
	}

	/** Whether it says the same of the same service. */
	boolean saysTheSameAs(ServiceSnapshot other) {
		return this.revision == other.revision && this.key.equals(other.key)
				&& Arrays.equals(this.instances, other.instances);
	}

	/** The snapshot after one instance was added or replaced. */
	ServiceSnapshot with(Instance changed, long revision) {
		int index = indexOf(changed.instanceId());
		Instance[] next;
		if (index >= 0) {
			next = this.instances.clone();
			next[index] = changed;
		}
		else {
			int at = -index - 1;
			next = new Instance[this.instances.length + 1];
			System.arraycopy(this.instances, 0, next, 0, at);
			next[at] = changed;
			System.arraycopy(this.instances, at, next, at + 1, this.instances.length - at);
		}
		return new ServiceSnapshot(this.key, next[0].serviceName(), revision, next, this.json);
	}

	/** The snapshot after one instance left. */
	ServiceSnapshot without(String id, long revision) {
		int index = indexOf(id);
		if (index < 0) {
			return new ServiceSnapshot(this.key, this.displayName, revision, this.instances, this.json);
		}
		Instance[] next = new Instance[this.instances.length - 1];
		System.arraycopy(this.instances, 0, next, 0, index);
		System.arraycopy(this.instances, index + 1, next, index, next.length - index);
		String name = (next.length > 0) ? next[0].serviceName() : this.displayName;
		return new ServiceSnapshot(this.key, name, revision, next, this.json);
	}

	/** A snapshot of instances in any order. */
	static ServiceSnapshot of(ServiceKey key, long revision, List<Instance> instances, JsonMapper json) {
		Instance[] sorted = instances.toArray(Instance[]::new);
		Arrays.sort(sorted, BY_ID);
		String name = (sorted.length > 0) ? sorted[0].serviceName() : key.name();
		return new ServiceSnapshot(key, name, revision, sorted, json);
	}

	private EncodedAnswer encode(InstanceFilter filter) {
		return new EncodedAnswer(this.json.writeValueAsBytes(select(filter)), this.revision);
	}

	private ServiceInstances answer(List<Instance> selected, boolean degraded) {
		List<InstanceInfo> infos = selected.stream().map(Instance::info).toList();
		return new ServiceInstances(this.key.namespace(), this.displayName, this.revision, degraded, infos);
	}

	private int indexOf(String id) {
		int low = 0;
		int high = this.instances.length - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			int order = this.instances[middle].instanceId().compareTo(id);
			if (order == 0) {
				return middle;
			}
			if (order < 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -(low + 1);
	}

}
