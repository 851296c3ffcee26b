package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The lists of all services that this process uses. Thread-safe.
 * <p>
 * A first use loads and waits; concurrent first uses share the load. From then on the
 * list is pulled in the background, each service at its own moments, until nobody has
 * asked for it for some time. The pulls run on one daemon thread, {@code mcp-pull}, which
 * starts with the first of them and never waits for the registry.
 */
public final class ServiceLists implements AutoCloseable {

	/** A bound against callers that look up whatever they are sent. */
	private static final int MOST_SERVICES = 10_000;

	private final ListSource source;

	private final Function<List<InstanceInfo>, Picker> pickers;

	private final CacheTiming timing;

	private final LongSupplier nanos;

	private final Jitter jitter;

	private final Set<String> eager;

	private final Cache<String, ServiceList> lists;

	private final ConcurrentHashMap<ServiceList, Future<?>> planned = new ConcurrentHashMap<>();

	private final ScheduledThreadPoolExecutor scheduler;

	/**
	 * Creates the lists.
	 * @param transport what reaches the registry
	 * @param namespace the namespace of all services
	 * @param pickers makes what picks from a list, which is not empty
	 * @param timing when to load
	 * @param nanos for measuring time
	 * @param jitter for spreading load
	 * @param eager services that are never dropped
	 */
	public ServiceLists(RegistryTransport transport, String namespace, Function<List<InstanceInfo>, Picker> pickers,
			CacheTiming timing, LongSupplier nanos, Jitter jitter, List<String> eager) {
		this(new RegistryListSource(transport, namespace), pickers, timing, nanos, jitter, eager);
	}

	ServiceLists(ListSource source, Function<List<InstanceInfo>, Picker> pickers, CacheTiming timing,
			LongSupplier nanos, Jitter jitter, List<String> eager) {
		this.source = source;
		this.pickers = pickers;
		this.timing = timing;
		this.nanos = nanos;
		this.jitter = jitter;
		this.eager = eager.stream().map(ServiceLists::key).collect(Collectors.toUnmodifiableSet());
		this.lists = Caffeine.newBuilder()
			.maximumSize(MOST_SERVICES)
			.ticker(nanos::getAsLong)
			.executor(Runnable::run)
			.expireAfter(Expiry.<String, ServiceList>accessing(
					(key, list) -> this.eager.contains(key) ? Duration.ofNanos(Long.MAX_VALUE) : timing.idleAfter()))
			.build();
		this.scheduler = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "mcp-pull");
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.scheduler.setRemoveOnCancelPolicy(true);
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
		ServiceList list = this.lists.policy().getIfPresentQuietly(key(serviceName));
		return (list != null) ? list.describe() : null;
	}

	/**
	 * What is in memory. Does not count as use.
	 * @return the services in the order of their names
	 */
	public List<CachedService> describeAll() {
		this.lists.cleanUp();
		return this.lists.asMap()
			.values()
			.stream()
			.map(ServiceList::describe)
			.sorted(Comparator.comparing(CachedService::serviceName))
			.toList();
	}

	/** Ends the pulls. The lists stay readable. Closing twice is harmless. */
	@Override
	public void close() {
		this.scheduler.shutdownNow();
	}

	private ServiceList used(String serviceName) {
		ServiceList list = list(serviceName);
		if (list.needsLoad() && !this.scheduler.isShutdown()) {
			await(list.loadIfNeeded());
		}
		return list;
	}

	private ServiceList list(String serviceName) {
		String key = key(serviceName);
		ServiceList present = this.lists.getIfPresent(key);
		if (present != null) {
			return present;
		}
		if (!Limits.NAME.matcher(serviceName).matches()) {
			throw new IllegalArgumentException(
					"service name: '" + serviceName + "' (expected: a name matching " + Limits.NAME.pattern() + ")");
		}
		return this.lists.get(key, (absent) -> new ServiceList(serviceName, this.source, this.pickers, this.nanos,
				this.timing, this::plan));
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

	private void plan(ServiceList list, Duration delay) {
		Future<?> next = this.scheduler.schedule(() -> pull(list), this.jitter.around(delay).toNanos(),
				TimeUnit.NANOSECONDS);
		Future<?> replaced = this.planned.put(list, next);
		if (replaced != null) {
			replaced.cancel(false);
		}
	}

	private void pull(ServiceList list) {
		if (this.lists.policy().getIfPresentQuietly(key(list.name())) != list) {
			this.planned.remove(list);
			this.lists.cleanUp();
			return;
		}
		Duration pause = this.source.pause();
		if (pause.isZero()) {
			list.load();
		}
		else {
			plan(list, pause);
		}
	}

	private static String key(String serviceName) {
		return serviceName.toLowerCase(Locale.ROOT);
	}

}
