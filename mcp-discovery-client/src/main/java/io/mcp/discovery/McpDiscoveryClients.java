package io.mcp.discovery;

import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.discovery.transport.RegistryState;

/**
 * What one process needs of the registry, wired together: looking up and being listed
 * share one transport, so that both know at once which address works. Thread-safe.
 * Threads are started by the first use of a part, and are daemons.
 *
 * <pre>{@code
 * try (McpDiscoveryClients clients = McpDiscoveryClients.create(DiscoverySettings.builder().build())) {
 *     clients.registrar().start(RegistrationPlan.of(RegisterRequest.of("orders", "10.0.0.7", 8080).build()));
 *     InstanceInfo billing = clients.discovery().pick("billing");
 * }
 * }</pre>
 */
public final class McpDiscoveryClients implements AutoCloseable {

	private McpDiscoveryClients() {
	}

	/**
	 * Wires the parts. Nothing is asked of the registry yet, except for the eager
	 * services.
	 * @param settings how to speak with the registry
	 * @return the parts
	 */
	public static McpDiscoveryClients create(DiscoverySettings settings) {
		throw new UnsupportedOperationException();
	}

	/**
	 * What finds others.
	 * @return always the same object
	 */
	public McpDiscovery discovery() {
		throw new UnsupportedOperationException();
	}

	/**
	 * What lists this process.
	 * @return always the same object
	 */
	public InstanceRegistrar registrar() {
		throw new UnsupportedOperationException();
	}

	/**
	 * How the registry's addresses answer, seen by both parts.
	 * @return a snapshot
	 */
	public RegistryState registry() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Deregisters (waiting a few seconds at most), stops refreshing and ends the threads.
	 * Closing twice is harmless.
	 */
	@Override
	public void close() {
	}

}
