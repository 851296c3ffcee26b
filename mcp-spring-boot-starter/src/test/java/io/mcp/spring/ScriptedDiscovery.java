package io.mcp.spring;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.NoInstanceException;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.cache.ServiceChange;
import io.mcp.discovery.cache.ServiceListener;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.mcp.protocol.InstanceInfo;

/** Picks the first instance that was not tried. Tells changes when the test says so. */
public final class ScriptedDiscovery implements McpDiscovery {

	private final Map<String, List<InstanceInfo>> services = new ConcurrentHashMap<>();

	private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();

	private final Map<String, List<InstanceInfo>> others = new ConcurrentHashMap<>();

	/** Tells everybody who listens. */
	public void changed(ServiceChange change) {
		this.listeners.forEach((listener) -> listener.onChange(change));
	}

	public ScriptedDiscovery with(String service, InstanceInfo... instances) {
		this.services.put(service, List.of(instances));
		return this;
	}

	/** Instances that are there, and not for callers. */
	public ScriptedDiscovery without(String service, InstanceInfo... instances) {
		this.others.put(service, List.of(instances));
		return this;
	}

	public boolean hasListener() {
		return !this.listeners.isEmpty();
	}

	@Override
	public List<InstanceInfo> instances(String serviceName) {
		return this.services.getOrDefault(serviceName, List.of());
	}

	@Override
	public InstanceInfo pick(String serviceName, Set<String> triedInstanceIds) {
		return instances(serviceName).stream()
			.filter((instance) -> !triedInstanceIds.contains(instance.instanceId()))
			.findFirst()
			.orElseThrow(() -> new NoInstanceException(serviceName,
					"No live instance of '" + serviceName + "' (known services: " + this.services.keySet() + ")"));
	}

	@Override
	public List<CachedService> cachedServices() {
		return this.services.entrySet()
			.stream()
			.map((service) -> new CachedService(service.getKey(), 7, false, service.getValue(),
					all(service.getKey(), service.getValue()), Source.REGISTRY, Duration.ofSeconds(3), null))
			.toList();
	}

	private List<InstanceInfo> all(String service, List<InstanceInfo> forCallers) {
		return Stream.concat(forCallers.stream(), this.others.getOrDefault(service, List.of()).stream()).toList();
	}

	@Override
	public RegistryState registry() {
		return new RegistryState(URI.create("http://localhost:6270"), List.of());
	}

	@Override
	public SubscriptionState subscription() {
		return new SubscriptionState(Mode.STREAM, Instant.EPOCH, "streams work", List.of());
	}

	@Override
	public ServiceListener.Handle onChange(String serviceName, ServiceListener listener) {
		return onChange((change) -> {
			if (change.serviceName().equalsIgnoreCase(serviceName)) {
				listener.onChange(change);
			}
		});
	}

	@Override
	public ServiceListener.Handle onChange(ServiceListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public void observe(DiscoveryObserver observer) {
	}

	@Override
	public void close() {
	}

}
