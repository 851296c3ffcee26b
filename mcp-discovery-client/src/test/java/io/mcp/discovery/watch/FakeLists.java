package io.mcp.discovery.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mcp.discovery.cache.Pulse;
import io.mcp.discovery.cache.WatchedLists;
import io.mcp.protocol.Change;
import io.mcp.protocol.ServiceInstances;

/** Lists that are nothing but revisions. */
final class FakeLists implements WatchedLists {

	final Map<String, Long> revisions = new TreeMap<>();

	final List<String> applied = new ArrayList<>();

	final List<String> loaded = new ArrayList<>();

	final Map<String, Duration> paces = new HashMap<>();

	CompletableFuture<Boolean> visible = CompletableFuture.completedFuture(true);

	boolean loads = true;

	private Runnable useListener = () -> {
	};

	void use(String service, long revision) {
		this.revisions.put(service, revision);
		this.useListener.run();
	}

	@Override
	public Map<String, Long> inUse() {
		return Map.copyOf(this.revisions);
	}

	@Override
	public void onUse(Runnable tell) {
		this.useListener = tell;
	}

	@Override
	public CompletableFuture<Boolean> apply(Change change) {
		this.applied.add(change.serviceName() + "@" + change.revision());
		return this.visible;
	}

	@Override
	public boolean apply(ServiceInstances snapshot) {
		this.applied.add(snapshot.serviceName() + "=" + snapshot.revision());
		return this.visible.join();
	}

	@Override
	public void fetched(ServiceInstances list) {
		this.revisions.put(list.serviceName(), list.revision());
		this.applied.add(list.serviceName() + "=" + list.revision());
	}

	@Override
	public void carriedBy(Iterable<String> services, Pulse pulse) {
	}

	@Override
	public CompletableFuture<Boolean> load(String service) {
		this.loaded.add(service);
		return CompletableFuture.completedFuture(this.loads);
	}

	@Override
	public void pace(String service, Duration pace) {
		this.paces.put(service, pace);
	}

}
