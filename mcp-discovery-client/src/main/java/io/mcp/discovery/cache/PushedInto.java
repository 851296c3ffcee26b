package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.mcp.discovery.cache.ListSource.Fetched;
import io.mcp.discovery.cache.ToldList.Outcome;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.protocol.Change;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;

/** Lets what is pushed into the lists, and tells when callers see it. Thread-safe. */
final class PushedInto implements WatchedLists {

	private final ServiceLists lists;

	private final Scheduler scheduler;

	private final DiscoveryObserver observer;

	PushedInto(ServiceLists lists, Scheduler scheduler, DiscoveryObserver observer) {
		this.lists = lists;
		this.scheduler = scheduler;
		this.observer = observer;
	}

	@Override
	public Map<String, Long> inUse() {
		return this.lists.inUse().collect(Collectors.toMap((list) -> ServiceLists.key(list.name()), (list) -> {
			ServiceInstances told = list.told();
			return (told != null) ? told.revision() : -1L;
		}));
	}

	@Override
	public void onUse(Runnable tell) {
		this.lists.onUse(tell);
	}

	@Override
	public CompletableFuture<Boolean> apply(Change change) {
		ServiceList list = this.lists.quietly(ServiceLists.key(change.serviceName()));
		if (list == null) {
			// Nobody uses it any more, so nobody uses the instance.
			return CompletableFuture.completedFuture(true);
		}
		Outcome outcome = list.apply(change);
		if (outcome == Outcome.GAP) {
			// A load that was under way already may have begun before the change.
			return list.load()
				.thenCompose((done) -> reaches(list, change) ? done() : list.load())
				.thenApply((done) -> reaches(list, change) && isGone(list, change.instance()));
		}
		if (outcome == Outcome.APPLIED) {
			Duration lag = Duration.between(change.at(), this.scheduler.instant());
			this.observer.deltaApplied(list.name(), lag.isNegative() ? Duration.ZERO : lag);
		}
		return CompletableFuture.completedFuture(isGone(list, change.instance()));
	}

	@Override
	public boolean apply(ServiceInstances snapshot) {
		ServiceList list = this.lists.quietly(ServiceLists.key(snapshot.serviceName()));
		if (list == null) {
			return true;
		}
		list.apply(snapshot);
		return snapshot.instances()
			.stream()
			.filter((instance) -> instance.status() != Status.UP)
			.allMatch((instance) -> isGone(list, instance));
	}

	@Override
	public void fetched(ServiceInstances fetched) {
		ServiceList list = this.lists.quietly(ServiceLists.key(fetched.serviceName()));
		if (list != null) {
			list.take(new Fetched.Listed(fetched, null));
		}
	}

	@Override
	public void carriedBy(Iterable<String> services, Pulse pulse) {
		for (String service : services) {
			ServiceList list = this.lists.quietly(service);
			if (list != null) {
				list.carriedBy(pulse);
			}
		}
	}

	@Override
	public CompletableFuture<Boolean> load(String service) {
		ServiceList list = this.lists.quietly(service);
		return (list != null) ? list.load().thenApply((done) -> list.describe().lastError() == null)
				: CompletableFuture.completedFuture(true);
	}

	@Override
	public void pace(String service, Duration pace) {
		ServiceList list = this.lists.quietly(service);
		if (list != null) {
			list.pace(pace);
		}
	}

	private static CompletableFuture<Void> done() {
		return CompletableFuture.completedFuture(null);
	}

	private static boolean reaches(ServiceList list, Change change) {
		ServiceInstances told = list.told();
		return told != null && told.revision() >= change.revision();
	}

	/**
	 * Whether callers do not get an instance. By its id alone: an operator's override may
	 * keep one that drains {@code UP}, and revisions begin anew after a loss.
	 */
	private static boolean isGone(ServiceList list, InstanceInfo state) {
		return list.instances().stream().noneMatch((one) -> one.instanceId().equals(state.instanceId()));
	}

}
