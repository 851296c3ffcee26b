package io.mcp.discovery.metrics;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.NoInstanceException;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.cache.ServiceListener;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.mcp.protocol.InstanceInfo;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryMetricsTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final CountedDiscovery discovery = new CountedDiscovery();

	@Test
	void listsThatWereThereBeforeAndDoNotChangeHaveAnAge() {
		this.discovery.with("billing", 3).with("stock", 5);
		new DiscoveryMetrics(this.discovery).bindTo(this.meters);
		assertThat(age("billing")).isEqualTo(3);
		assertThat(age("stock")).isEqualTo(5);
	}

	@Test
	void ageOfAListIsReadWithoutTheOthers() {
		this.discovery.with("billing", 3).with("stock", 5);
		new DiscoveryMetrics(this.discovery).bindTo(this.meters);
		int before = this.discovery.allRead.get();
		age("billing");
		age("stock");
		assertThat(this.discovery.allRead).hasValue(before);
	}

	@Test
	void listThatIsNoLongerInUseHasNoAge() {
		this.discovery.with("billing", 3);
		new DiscoveryMetrics(this.discovery).bindTo(this.meters);
		this.discovery.ages.clear();
		assertThat(age("billing")).isNaN();
	}

	private double age(String service) {
		Gauge gauge = this.meters.get("mcp.discovery.cache.service.age").tag("service", service).gauge();
		return gauge.value();
	}

	/** Counts how often all lists are read. */
	private static final class CountedDiscovery implements McpDiscovery {

		private final Map<String, Integer> ages = new TreeMap<>();

		private final AtomicInteger allRead = new AtomicInteger();

		CountedDiscovery with(String service, int seconds) {
			this.ages.put(service, seconds);
			return this;
		}

		@Override
		public List<InstanceInfo> instances(String serviceName) {
			return List.of();
		}

		@Override
		public InstanceInfo pick(String serviceName, Set<String> triedInstanceIds) {
			throw new NoInstanceException(serviceName, "none");
		}

		@Override
		public List<CachedService> cachedServices() {
			this.allRead.incrementAndGet();
			return this.ages.keySet().stream().map(this::described).toList();
		}

		@Override
		public @Nullable CachedService cachedService(String serviceName) {
			return this.ages.containsKey(serviceName) ? described(serviceName) : null;
		}

		private CachedService described(String service) {
			return new CachedService(service, 7, false, List.of(), List.of(), Source.REGISTRY,
					Duration.ofSeconds(this.ages.get(service)), null);
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
			return onChange(listener);
		}

		@Override
		public ServiceListener.Handle onChange(ServiceListener listener) {
			return () -> {
			};
		}

		@Override
		public void observe(DiscoveryObserver observer) {
		}

		@Override
		public void close() {
		}

	}

}
