package io.mcp.registry.view;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.StoreClock;
import io.mcp.registry.store.StoreReadiness;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the view to the change streams. */
@Configuration(proxyBeanMethods = false)
class ViewConfiguration {

	@Bean
	LiveView registryView(InstanceStore store) {
		return new LiveView(JsonMapper.builder().build(), store.partitions(), store::partitionOf);
	}

	@Bean(destroyMethod = "shutdownNow")
	ScheduledExecutorService viewTimer() {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "mcp-view-feed");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Bean
	Restoration restoration(InstanceStore store, ChangeLog log, MeterRegistry meters) {
		return new Restoration(store, log,
				Counter.builder("mcp.registry.instances.restored")
					.description("Instances that Redis had lost and this replica put back")
					.register(meters));
	}

	@Bean
	AppliedChanges appliedChanges(StoreClock clock, MeterRegistry meters) {
		return new AppliedChanges(clock,
				Timer.builder("mcp.registry.change.applied")
					.description("From the commit of a change to its appearance in this replica's view")
					.publishPercentileHistogram()
					.minimumExpectedValue(Duration.ofMillis(1))
					.maximumExpectedValue(Duration.ofSeconds(10))
					.register(meters));
	}

	@Bean
	ViewFeed viewFeed(ChangeLog log, LiveView view, ObjectProvider<ViewListener> listeners, Restoration restoration,
			ScheduledExecutorService viewTimer) {
		return new ViewFeed(log, view, listeners.orderedStream().toList(), restoration, viewTimer, System::nanoTime);
	}

	@Bean
	ViewLifecycle viewLifecycle(ViewFeed feed, StoreReadiness store, StoreClock clock,
			ScheduledExecutorService viewTimer) {
		return new ViewLifecycle(feed, store, clock, viewTimer);
	}

	@Bean
	ReadYourWrites readYourWrites(ViewFeed feed) {
		return feed::shows;
	}

	@Bean("registryHealthIndicator")
	ViewHealth viewHealth(LiveView view) {
		return new ViewHealth(view);
	}

	@Bean
	ViewMetrics viewMetrics(LiveView view) {
		return new ViewMetrics(view);
	}

}
