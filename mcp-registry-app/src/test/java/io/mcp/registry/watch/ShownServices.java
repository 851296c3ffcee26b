package io.mcp.registry.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.mcp.protocol.Change;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.store.StoredChange;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.view.ServicePage;
import io.mcp.registry.view.ServiceSnapshot;
import io.mcp.registry.view.SnapshotFixtures;
import io.mcp.registry.view.ViewListener;
import org.jspecify.annotations.Nullable;

/** A view of one partition that a test changes; tells a listener as the feed does. */
final class ShownServices implements RegistryView {

	private final Map<ServiceKey, ServiceSnapshot> services = new ConcurrentHashMap<>();

	private volatile long revision;

	private volatile long absent;

	private volatile Runnable afterTheRead = () -> {
	};

	/** What happens once, after a service was looked at and before that is told. */
	void rightAfterTheNextRead(Runnable action) {
		this.afterTheRead = () -> {
			this.afterTheRead = () -> {
			};
			action.run();
		};
	}

	long revision() {
		return this.revision;
	}

	/** Adds or replaces an instance; the listener hears of it when the result is run. */
	Runnable put(String service, String id, ViewListener listener) {
		return put(service, id, false, listener);
	}

	Runnable putAskingForAcknowledgement(String service, String id, ViewListener listener) {
		return put(service, id, true, listener);
	}

	private Runnable put(String service, String id, boolean acknowledge, ViewListener listener) {
		ServiceKey key = key(service);
		long before = revision(key);
		Instance instance = Instances.healthy(service, id, ++this.revision);
		List<Instance> instances = others(key, id);
		instances.add(instance);
		return shown(key, before, instances,
				new StoredChange(0, Change.Type.REGISTERED, before, Instances.NOON, instance, acknowledge), listener);
	}

	Runnable remove(String service, String id, ViewListener listener) {
		ServiceKey key = key(service);
		long before = revision(key);
		Instance instance = Instances.healthy(service, id, ++this.revision);
		return shown(key, before, others(key, id),
				new StoredChange(0, Change.Type.DEREGISTERED, before, Instances.NOON, instance, false), listener);
	}

	/** Another state of one service, as after a reload. */
	void replace(String service, long revision, String... ids) {
		this.revision = revision;
		List<Instance> instances = new ArrayList<>();
		for (String id : ids) {
			instances.add(Instances.healthy(service, id, revision));
		}
		this.services.put(key(service), SnapshotFixtures.snapshot(key(service), revision, instances));
	}

	private Runnable shown(ServiceKey key, long before, List<Instance> instances, StoredChange change,
			ViewListener listener) {
		ServiceSnapshot after = SnapshotFixtures.snapshot(key, this.revision, instances);
		if (after.isEmpty()) {
			this.absent = this.revision;
			this.services.remove(key);
		}
		else {
			this.services.put(key, after);
		}
		return () -> listener.changed(change, before, after);
	}

	private List<Instance> others(ServiceKey key, String id) {
		return new ArrayList<>(service(key).map((it) -> it.instances().stream())
			.orElseGet(Stream::of)
			.filter((it) -> !it.instanceId().equals(id))
			.toList());
	}

	static ServiceKey key(String service) {
		return new ServiceKey("default", service);
	}

	@Override
	public Optional<ServiceSnapshot> service(ServiceKey service) {
		ServiceSnapshot read = this.services.get(service);
		this.afterTheRead.run();
		return Optional.ofNullable(read);
	}

	@Override
	public long absentRevision(ServiceKey service) {
		return this.absent;
	}

	@Override
	public boolean isLoaded() {
		return true;
	}

	@Override
	public Duration staleness() {
		return Duration.ZERO;
	}

	@Override
	public Duration staleness(int partition) {
		return Duration.ZERO;
	}

	@Override
	public ServicePage services(String namespace, String prefix, @Nullable String after, int limit) {
		return new ServicePage(List.copyOf(this.services.values()), null);
	}

	@Override
	public Collection<ServiceSnapshot> all() {
		return this.services.values();
	}

}
