package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Limits;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;

/**
 * The lists of all services that this process uses. Thread-safe.
 * <p>
 * A first use loads and waits; concurrent first uses share the load. From then on the
 * list is kept: changes are pushed into it through {@link #watched()}, and beside that it
 * is pulled, each service at its own moments, until nobody has asked for it for some
 * time. While the registry is away, nothing is dropped.
 */
public final class ServiceLists implements AutoCloseable {

	private final ListSource source;

	private final Function<List<InstanceInfo>, Picker> pickers;

	private final CacheTiming timing;

	private final Scheduler scheduler;

	private final Jitter jitter;

	private final Set<String> eager;

	private final DiscoveryObserver observer;

	private final ListsInUse lists;

	private final Pulls pulls;

	private final PreloadedLists preloaded;

	private final ServiceListeners listeners = new ServiceListeners();

	private final List<Runnable> updateListeners = new CopyOnWriteArrayList<>();

	private final ListHost host = new Host();

	private volatile boolean closed;

	private volatile Runnable useListener = () -> {
	};

	/**
	 * Creates the lists.
	 * @param transport what reaches the registry
	 * @param namespace the namespace of all services
	 * @param pickers makes what picks from a list, which is not empty
	 * @param timing when to load
	 * @param scheduler where pulls are planned
	 * @param jitter for spreading load
	 * @param eager services that are never dropped
	 * @param observer who measures
	 */
	public ServiceLists(RegistryTransport transport, String namespace, Function<List<InstanceInfo>, Picker> pickers,
			CacheTiming timing, Scheduler scheduler, Jitter jitter, List<String> eager, DiscoveryObserver observer) {
		this(new RegistryListSource(transport, namespace), pickers, timing, scheduler, jitter, eager, observer);
	}

	ServiceLists(ListSource source, Function<List<InstanceInfo>, Picker> pickers, CacheTiming timing,
			Scheduler scheduler, Jitter jitter, List<String> eager, DiscoveryObserver observer) {
		this.source = source;
		this.pickers = pickers;
		this.timing = timing;
		this.scheduler = scheduler;
		this.jitter = jitter;
		this.eager = eager.stream().map(ServiceLists::key).collect(Collectors.toUnmodifiableSet());
		this.observer = observer;
		this.preloaded = new PreloadedLists(this.host::picker, scheduler::nanos);
		this.lists = new ListsInUse(timing.idleAfter(), scheduler::nanos,
				(key) -> this.eager.contains(key) || this.listeners.listensTo(key));
		this.pulls = new Pulls(this.lists, source, scheduler);
	}

	/** Loads the eager services, without waiting for them. */
	public void start() {
		this.eager.forEach((service) -> list(service).loadIfNeeded());
	}

	/**
	 * A service's instances, loaded where that is necessary.
	 * @param serviceName the service, in any case
	 * @return an immutable list
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	public List<InstanceInfo> instances(String serviceName) {
		return used(serviceName).instances();
	}

	/**
	 * What picks from a service's instances, loaded where that is necessary.
	 * @param serviceName the service, in any case
	 * @return {@code null} where there are none
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	public @Nullable Picker picker(String serviceName) {
		return used(serviceName).picker();
	}

	/**
	 * What is in memory about a service. Does not count as use.
	 * @param serviceName the service, in any case
	 * @return {@code null} where it was not used lately
	 */
	public @Nullable CachedService describe(String serviceName) {
		ServiceList list = quietly(key(serviceName));
		return (list != null) ? list.describe() : null;
	}

	/**
	 * What is in memory. Does not count as use.
	 * @return the services in the order of their names
	 */
	public List<CachedService> describeAll() {
		return inUse().map(ServiceList::describe).sorted(Comparator.comparing(CachedService::serviceName)).toList();
	}

	/**
	 * Listens to one service, which is in use for as long as somebody listens.
	 * @param serviceName the service, in any case
	 * @param listener what is told
	 * @return what removes it
	 * @throws IllegalArgumentException if that cannot be a service's name
	 */
	public ServiceListener.Handle onChange(String serviceName, ServiceListener listener) {
		String key = key(serviceName);
		requireName(serviceName);
		ServiceListener.Handle handle = this.listeners.add(key, listener);
		list(serviceName).loadIfNeeded();
		return () -> {
			handle.close();
			// A last use, so that it is dropped some time after it.
			this.lists.used(key);
		};
	}

	/**
	 * Listens to all services in use.
	 * @param listener what is told
	 * @return what removes it
	 */
	public ServiceListener.Handle onChange(ServiceListener listener) {
		return this.listeners.add(null, listener);
	}

	/**
	 * Gives lists of an earlier life of this application, which stand in for the registry
	 * until it answers. A first use of such a service waits for the registry once, at
	 * most {@link CacheTiming#loadTimeout()}, and not at all while it is known to be
	 * away; then it is answered from these. Services that were used already are left
	 * alone.
	 * @param lists every instance of each service
	 * @param age time since a registry said so
	 */
	public void preload(List<ServiceInstances> lists, Duration age) {
		this.preloaded.add(lists, age);
	}

	/**
	 * What a later life of this application should find: every list that a registry told,
	 * and the preloaded ones that none has replaced.
	 * @return every instance of each service, in the order of their names
	 */
	public List<ServiceInstances> known() {
		Map<String, ServiceInstances> known = this.preloaded.lists();
		inUse().forEach((list) -> {
			ServiceInstances told = list.told();
			if (told != null) {
				known.put(key(list.name()), told);
			}
		});
		return List.copyOf(known.values());
	}

	/**
	 * Tells when any of {@link #known()} changed or was confirmed by a pull.
	 * @param tell what is run, on the thread that did it: it must be quick and must not
	 * wait
	 */
	public void onUpdate(Runnable tell) {
		this.updateListeners.add(tell);
	}

	/**
	 * The lists for what keeps them fresh.
	 * @return always the same lists
	 */
	public WatchedLists watched() {
		return new PushedInto(this, this.scheduler, this.observer);
	}

	/** Ends the pulls. The lists stay readable. Closing twice is harmless. */
	@Override
	public void close() {
		this.closed = true;
		this.pulls.close();
		this.listeners.close();
	}

	Stream<ServiceList> inUse() {
		return this.lists.all();
	}

	@Nullable ServiceList quietly(String key) {
		return this.lists.quietly(key);
	}

	void onUse(Runnable tell) {
		this.useListener = tell;
	}

	static String key(String serviceName) {
		return serviceName.toLowerCase(Locale.ROOT);
	}

	private ServiceList used(String serviceName) {
		ServiceList list = list(serviceName);
		if (list.needsLoad() && !this.closed) {
			await(list.loadIfNeeded());
		}
		if (list.inPlaceOfRegistry() != null) {
			this.preloaded.used();
		}
		return list;
	}

	private ServiceList list(String serviceName) {
		String key = key(serviceName);
		ServiceList present = this.lists.used(key);
		if (present != null) {
			return present;
		}
		requireName(serviceName);
		return this.lists.used(key, (absent) -> added(serviceName, key));
	}

	private ServiceList added(String serviceName, String key) {
		ServiceList list = new ServiceList(serviceName, this.preloaded.get(key), this.host);
		Duration pause = this.source.pause();
		if (!pause.isZero()) {
			this.host.pullIn(list, pause);
		}
		return list;
	}

	private static void requireName(String serviceName) {
		if (!Limits.NAME.matcher(serviceName).matches()) {
			throw new IllegalArgumentException(
					"service name: '" + serviceName + "' (expected: a name matching " + Limits.NAME.pattern() + ")");
		}
	}

	private void await(CompletableFuture<Void> load) {
		try {
			load.get(this.timing.loadTimeout().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// The load goes on; this caller gets what there is.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A load reports failures as values", ex);
		}
	}

	/** What the lists see of this object. */
	private final class Host implements ListHost {

		@Override
		public ListSource source() {
			return ServiceLists.this.source;
		}

		@Override
		public CacheTiming timing() {
			return ServiceLists.this.timing;
		}

		@Override
		public long nanos() {
			return ServiceLists.this.scheduler.nanos();
		}

		@Override
		public void pullIn(ServiceList list, Duration delay) {
			ServiceLists.this.pulls.plan(list, ServiceLists.this.jitter.around(delay), list::load);
		}

		@Override
		public void confirmIn(ServiceList list, Duration delay) {
			ServiceLists.this.pulls.plan(list, delay, list::confirm);
		}

		@Override
		public @Nullable Picker picker(List<InstanceInfo> instances) {
			return instances.isEmpty() ? null : ServiceLists.this.pickers.apply(instances);
		}

		@Override
		public void changed(ServiceList list, ServiceChange change) {
			ServiceLists.this.listeners.changed(key(list.name()), change);
		}

		@Override
		public void firstLoadEnded() {
			ServiceLists.this.useListener.run();
		}

		@Override
		public void updated(ServiceList list) {
			if (list.told() != null) {
				ServiceLists.this.preloaded.replaced(key(list.name()));
			}
			ServiceLists.this.updateListeners.forEach(Runnable::run);
		}

		@Override
		public DiscoveryObserver observer() {
			return ServiceLists.this.observer;
		}

	}

}
