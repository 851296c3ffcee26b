package io.mcp.discovery;

import java.util.List;
import java.util.Set;

import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.cache.ServiceListener;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/**
 * Finds the instances of services. Thread-safe; one per process is enough.
 * <p>
 * The first question about a service asks the registry and waits, at most
 * {@link DiscoverySettings#loadTimeout()}; later ones are answered from memory. For as
 * long as the service is in use, the registry pushes its changes into that memory, and a
 * pull now and then is the safety net. When the registry is away, the last known list
 * stays. An empty list is not relied on for long: a question more than a second later
 * asks the registry and waits again. Who must not wait, such as an event loop, names its
 * services in {@link DiscoverySettings#eagerServices()} or asks from another thread.
 */
public interface McpDiscovery extends AutoCloseable {

	/**
	 * The instances that callers may use: those that are {@code UP} and healthy or, where
	 * there is none, the unstable ones. Instances that vanished in large numbers without
	 * a word stay until the registry said so twice.
	 * @param serviceName name of the service, in any case
	 * @return an immutable list; empty where the service is unknown, or where the
	 * registry could not be asked yet
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	List<InstanceInfo> instances(String serviceName);

	/**
	 * The instance that is next by the service's balancing strategy.
	 * @param serviceName name of the service, in any case
	 * @return the instance to call
	 * @throws NoInstanceException if there is none; the message tells what is known
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	default InstanceInfo pick(String serviceName) {
		return pick(serviceName, Set.of());
	}

	/**
	 * The next instance other than those already tried, for a call that is repeated
	 * because no connection came about.
	 * @param serviceName name of the service, in any case
	 * @param triedInstanceIds ids of instances that must not be picked
	 * @return the instance to call
	 * @throws NoInstanceException if none is left
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	InstanceInfo pick(String serviceName, Set<String> triedInstanceIds);

	/**
	 * What is in memory at the moment. Does not count as use of the services.
	 * @return the services in the order of their names
	 */
	List<CachedService> cachedServices();

	/**
	 * What is in memory about one service. Does not count as use of it.
	 * @param serviceName name of the service, in any case
	 * @return {@code null} where it was not used lately
	 */
	default @Nullable CachedService cachedService(String serviceName) {
		return cachedServices().stream()
			.filter((cached) -> cached.serviceName().equalsIgnoreCase(serviceName))
			.findFirst()
			.orElse(null);
	}

	/**
	 * How the registry's addresses answer.
	 * @return a snapshot
	 */
	RegistryState registry();

	/**
	 * How changes reach this process.
	 * @return a snapshot
	 */
	SubscriptionState subscription();

	/**
	 * Listens to the changes of one service. Listening is a use: the service is loaded in
	 * the background, and the first list that holds an instance is a change too.
	 * @param serviceName name of the service, in any case
	 * @param listener what is told
	 * @return what removes the listener
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	ServiceListener.Handle onChange(String serviceName, ServiceListener listener);

	/**
	 * Listens to the changes of all services in use, which does not bring any into use.
	 * @param listener what is told
	 * @return what removes the listener
	 */
	ServiceListener.Handle onChange(ServiceListener listener);

	/**
	 * Measures from now on.
	 * @param observer what is told of everything that happens to the lists
	 */
	void observe(DiscoveryObserver observer);

	/**
	 * Stops refreshing and ends the threads. Lists that are in memory stay readable.
	 * Closing twice is harmless.
	 */
	@Override
	void close();

}
