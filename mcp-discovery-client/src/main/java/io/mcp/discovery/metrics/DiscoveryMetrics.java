package io.mcp.discovery.metrics;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.cache.ServiceChange;
import io.mcp.discovery.cache.ServiceListener;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How fresh the lists are. Thread-safe. Bound to each registry of meters once:
 * <ul>
 * <li>{@code mcp.discovery.apply.lag}, timer: from the moment of a change, by the store's
 * clock, to the moment when callers here see it, by this machine's. It is right only as
 * far as the clocks agree; where this one is behind, it is 0.</li>
 * <li>{@code mcp.discovery.cache.age}, seconds: time since the registry last confirmed
 * the oldest list in use; 0 where none is.</li>
 * <li>{@code mcp.discovery.cache.service.age}, tag {@code service}, seconds: the same for
 * each list.</li>
 * <li>{@code mcp.discovery.subscription.mode}, tag {@code mode}: 1 for the way in which
 * changes come at present, 0 for the others.</li>
 * <li>{@code mcp.discovery.subscription.streams}: streams that are open.</li>
 * <li>{@code mcp.discovery.updates}, tag {@code kind}: changes ({@code delta}) and whole
 * lists ({@code snapshot}) that were pushed and applied.</li>
 * <li>{@code mcp.discovery.gaps}: pushed changes that did not follow the list.</li>
 * <li>{@code mcp.discovery.reconnects}: streams that were opened again.</li>
 * <li>{@code mcp.discovery.confirmations}, tag {@code outcome}: large losses without an
 * explanation that were {@code held} back, and those that the registry said again, which
 * were {@code believed}.</li>
 * </ul>
 */
public final class DiscoveryMetrics implements MeterBinder {

	private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

	private final McpDiscovery discovery;

	/**
	 * Creates metrics.
	 * @param discovery whose lists are measured
	 */
	public DiscoveryMetrics(McpDiscovery discovery) {
		this.discovery = discovery;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		TimeGauge
			.builder("mcp.discovery.cache.age", this.discovery, TimeUnit.SECONDS,
					(discovery) -> seconds(oldest(discovery)))
			.description("Time since the registry last confirmed the oldest list in use")
			.register(registry);
		for (Mode mode : Mode.values()) {
			Gauge
				.builder("mcp.discovery.subscription.mode", this.discovery,
						(discovery) -> (discovery.subscription().mode() == mode) ? 1 : 0)
				.tag("mode", mode.name().toLowerCase(Locale.ROOT))
				.description("How changes reach this process: 1 for the present way")
				.register(registry);
		}
		Gauge
			.builder("mcp.discovery.subscription.streams", this.discovery,
					(discovery) -> discovery.subscription()
						.streams()
						.stream()
						.filter(SubscriptionState.Stream::open)
						.count())
			.description("Streams from the registry that are open")
			.register(registry);
		this.discovery.observe(new Recorder(registry));
		ServiceAges ages = new ServiceAges(this.discovery, registry);
		this.discovery.onChange(ages);
		ages.refresh();
	}

	private static Duration oldest(McpDiscovery discovery) {
		return discovery.cachedServices()
			.stream()
			.map(CachedService::age)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / NANOS;
	}

	/** Counts what happens. */
	private static final class Recorder implements DiscoveryObserver {

		private final Timer lag;

		private final Counter deltas;

		private final Counter snapshots;

		private final Counter gaps;

		private final Counter reconnects;

		private final Counter held;

		private final Counter believed;

		Recorder(MeterRegistry registry) {
			this.lag = Timer.builder("mcp.discovery.apply.lag")
				.description("From a change, by the store's clock, to callers here seeing it, by this machine's")
				.publishPercentileHistogram()
				.register(registry);
			this.deltas = updates("delta").register(registry);
			this.snapshots = updates("snapshot").register(registry);
			this.gaps = Counter.builder("mcp.discovery.gaps")
				.description("Pushed changes that did not follow the list, which was fetched then")
				.register(registry);
			this.reconnects = Counter.builder("mcp.discovery.reconnects")
				.description("Streams that were opened again after they had ended")
				.register(registry);
			this.held = confirmations("held").register(registry);
			this.believed = confirmations("believed").register(registry);
		}

		@Override
		public void deltaApplied(String serviceName, Duration lag) {
			this.lag.record(lag);
			this.deltas.increment();
		}

		@Override
		public void snapshotTaken(String serviceName) {
			this.snapshots.increment();
		}

		@Override
		public void gapFound(String serviceName) {
			this.gaps.increment();
		}

		@Override
		public void lossHeld(String serviceName) {
			this.held.increment();
		}

		@Override
		public void lossBelieved(String serviceName) {
			this.believed.increment();
		}

		@Override
		public void reconnected() {
			this.reconnects.increment();
		}

		private static Counter.Builder updates(String kind) {
			return Counter.builder("mcp.discovery.updates")
				.tag("kind", kind)
				.description("What was pushed and applied");
		}

		private static Counter.Builder confirmations(String outcome) {
			return Counter.builder("mcp.discovery.confirmations")
				.tag("outcome", outcome)
				.description("Large losses without an explanation, held back and believed in the end");
		}

	}

	/** A gauge for each service in use, looked through now and when any list changes. */
	private static final class ServiceAges implements ServiceListener {

		private final McpDiscovery discovery;

		private final MultiGauge ages;

		private Set<String> shown = Set.of();

		ServiceAges(McpDiscovery discovery, MeterRegistry registry) {
			this.discovery = discovery;
			this.ages = MultiGauge.builder("mcp.discovery.cache.service.age")
				.baseUnit("seconds")
				.description("Time since the registry last confirmed the list")
				.register(registry);
		}

		@Override
		public void onChange(ServiceChange change) {
			refresh();
		}

		synchronized void refresh() {
			Set<String> used = this.discovery.cachedServices()
				.stream()
				.map(CachedService::serviceName)
				.collect(Collectors.toUnmodifiableSet());
			if (!used.equals(this.shown)) {
				this.shown = used;
				this.ages.register(
						used.stream().map((name) -> Row.of(Tags.of("service", name), () -> age(name))).toList(), true);
			}
		}

		private double age(String service) {
			CachedService cached = this.discovery.cachedService(service);
			Duration age = (cached != null) ? cached.age() : null;
			return (age != null) ? seconds(age) : Double.NaN;
		}

	}

}
