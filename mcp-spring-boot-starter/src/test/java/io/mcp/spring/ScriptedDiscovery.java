package io.mcp.spring;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.NoInstanceException;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.protocol.InstanceInfo;

/** Picks the first instance that was not tried. */
public final class ScriptedDiscovery implements McpDiscovery {

	private final Map<String, List<InstanceInfo>> services = new ConcurrentHashMap<>();

	public ScriptedDiscovery with(String service, InstanceInfo... instances) {
		this.services.put(service, List.of(instances));
		return this;
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
			.map((service) -> new CachedService(service.getKey(), 7, false, service.getValue(), Duration.ofSeconds(3),
					null))
			.toList();
	}

	@Override
	public RegistryState registry() {
		return new RegistryState(URI.create("http://localhost:6270"), List.of());
	}

	@Override
	public void close() {
	}

}
