package io.mcp.discovery;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.cache.ServiceListener;
import io.mcp.discovery.cache.ServiceLists;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.transport.RegistryState.Address;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.discovery.watch.Subscriptions;
import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/** Answers from the local lists. Thread-safe. */
final class CachingDiscovery implements McpDiscovery {

	private final ServiceLists lists;

	private final RegistryTransport transport;

	private final Subscriptions subscriptions;

	private final Observers observers;

	CachingDiscovery(ServiceLists lists, RegistryTransport transport, Subscriptions subscriptions,
			Observers observers) {
		this.lists = lists;
		this.transport = transport;
		this.subscriptions = subscriptions;
		this.observers = observers;
	}

	void start() {
		this.subscriptions.start();
		this.lists.start();
	}

	@Override
	public List<InstanceInfo> instances(String serviceName) {
		return this.lists.instances(serviceName);
	}

	@Override
	public InstanceInfo pick(String serviceName, Set<String> triedInstanceIds) {
		Picker picker = this.lists.picker(serviceName);
		InstanceInfo picked = (picker != null) ? picker.pick(triedInstanceIds) : null;
		if (picked == null) {
			throw new NoInstanceException(serviceName, explain(serviceName, triedInstanceIds.size()));
		}
		return picked;
	}

	@Override
	public List<CachedService> cachedServices() {
		return this.lists.describeAll();
	}

	@Override
	public @Nullable CachedService cachedService(String serviceName) {
		return this.lists.describe(serviceName);
	}

	@Override
	public RegistryState registry() {
		return this.transport.state();
	}

	@Override
	public SubscriptionState subscription() {
		return this.subscriptions.state();
	}

	@Override
	public ServiceListener.Handle onChange(String serviceName, ServiceListener listener) {
		return this.lists.onChange(serviceName, listener);
	}

	@Override
	public ServiceListener.Handle onChange(ServiceListener listener) {
		return this.lists.onChange(listener);
	}

	@Override
	public void observe(DiscoveryObserver observer) {
		this.observers.add(observer);
	}

	@Override
	public void close() {
		this.subscriptions.close();
		this.lists.close();
	}

	private String explain(String serviceName, int tried) {
		CachedService known = this.lists.describe(serviceName);
		StringBuilder text = new StringBuilder("No live instance of '").append(serviceName).append("' (");
		text.append((known != null) ? known.instances().size() : 0).append(" known, ");
		if (tried > 0) {
			text.append(tried).append(" tried, ");
		}
		if (known != null && known.age() != null) {
			text.append("view is ").append(known.age().toSeconds()).append(" s old, ");
		}
		else {
			text.append("never loaded, ");
		}
		return text.append(explain(this.transport.state())).append(')').toString();
	}

	private static String explain(RegistryState state) {
		String addresses = state.addresses()
			.stream()
			.map(Address::uri)
			.map(URI::toString)
			.collect(Collectors.joining(" "));
		if (state.reachable()) {
			return "registry " + state.current() + " answers";
		}
		return state.addresses()
			.stream()
			.map(Address::unreachableSince)
			.filter(Objects::nonNull)
			.max(Instant::compareTo)
			.map((since) -> "registry " + addresses + " unreachable since " + since)
			.orElse("registry " + addresses + " not asked yet");
	}

}
