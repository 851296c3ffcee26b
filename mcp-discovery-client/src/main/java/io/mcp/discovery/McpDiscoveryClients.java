package io.mcp.discovery;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.mcp.discovery.cache.CacheTiming;
import io.mcp.discovery.cache.ServiceLists;
import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.discovery.snapshot.SnapshotKeeper;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.discovery.watch.Subscriptions;
import org.jspecify.annotations.Nullable;

/**
 * What one process needs of the registry, wired together: looking up and being listed
 * share one transport, so that both know at once which address works. Thread-safe. All
 * threads are daemons. The only class that knows the system's clocks.
 *
 * <pre>{@code
 * try (McpDiscoveryClients clients = McpDiscoveryClients.create(DiscoverySettings.builder().build())) {
 *     clients.registrar().start(RegistrationPlan.of(RegisterRequest.of("orders", "10.0.0.7", 8080).build()));
 *     InstanceInfo billing = clients.discovery().pick("billing");
 * }
 * }</pre>
 */
public final class McpDiscoveryClients implements AutoCloseable {

	private final RegistryTransport transport;

	private final Scheduler scheduler;

	private final ServiceLists lists;

	private final Subscriptions subscriptions;

	private final CachingDiscovery discovery;

	private final InstanceRegistrar registrar;

	private final @Nullable SnapshotKeeper keeper;

	McpDiscoveryClients(DiscoverySettings settings, InstantSource instants, LongSupplier nanos,
			RandomGenerator random) {
		Jitter jitter = new Jitter(random);
		CacheTiming timing = CacheTiming.of(settings.loadTimeout(), settings.pullInterval(), settings.idleAfter());
		this.transport = new RegistryTransport(settings.serverAddresses(), settings.connectTimeout(),
				settings.requestTimeout(), instants, nanos, random);
		this.scheduler = Scheduler.create("mcp-lists", instants, nanos);
		Observers observers = new Observers();
		this.lists = new ServiceLists(this.transport, settings.namespace(),
				(instances) -> settings.strategy().picker(instances, random), timing, this.scheduler, jitter,
				settings.eagerServices(), observers);
		this.subscriptions = new Subscriptions(this.lists.watched(), this.transport, settings.namespace(),
				this.scheduler, jitter, settings.requestTimeout(), settings.pullInterval(), observers);
		this.discovery = new CachingDiscovery(this.lists, this.transport, this.subscriptions, observers);
		this.registrar = InstanceRegistrar.create(this.transport, settings.namespace(), instants, nanos, jitter);
		this.keeper = recall(settings, instants);
	}

	/** Reads the lists of an earlier life, before anybody can look up anything. */
	private @Nullable SnapshotKeeper recall(DiscoverySettings settings, InstantSource instants) {
		Path directory = settings.snapshotDirectory();
		if (directory == null) {
			return null;
		}
		ListMemory memory = new ListMemory(this.lists, settings.namespace(), instants);
		SnapshotKeeper keeper = new SnapshotKeeper(directory, settings.namespace(), settings.serverAddresses(),
				memory::all, instants);
		memory.recall(keeper.load());
		this.lists.onUpdate(keeper::changed);
		return keeper;
	}

	/**
	 * Wires the parts, and reads the lists of an earlier life where they were kept.
	 * Nothing is asked of the registry yet, except for the eager services, in the
	 * background.
	 * @param settings how to speak with the registry
	 * @return the parts
	 */
	public static McpDiscoveryClients create(DiscoverySettings settings) {
		McpDiscoveryClients clients = new McpDiscoveryClients(settings, InstantSource.system(), System::nanoTime,
				() -> ThreadLocalRandom.current().nextLong());
		clients.start();
		return clients;
	}

	private void start() {
		if (this.keeper != null) {
			this.keeper.start();
		}
		this.discovery.start();
	}

	/**
	 * What finds others.
	 * @return always the same object
	 */
	public McpDiscovery discovery() {
		return this.discovery;
	}

	/**
	 * What lists this process.
	 * @return always the same object
	 */
	public InstanceRegistrar registrar() {
		return this.registrar;
	}

	/**
	 * How the registry's addresses answer, seen by both parts.
	 * @return a snapshot
	 */
	public RegistryState registry() {
		return this.transport.state();
	}

	/**
	 * Drains and deregisters (waiting a few seconds at most), keeps the lists for the
	 * next life where that is wanted, stops refreshing and ends the threads. A part that
	 * fails does not keep the others open. Closing twice is harmless.
	 */
	@Override
	public void close() {
		// What comes last here is closed first
		try (this.transport; this.scheduler; this.discovery; this.keeper) {
			this.registrar.close();
		}
	}

}
