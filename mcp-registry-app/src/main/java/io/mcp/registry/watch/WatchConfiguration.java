package io.mcp.registry.watch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.AcknowledgementBoard;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.StoreClock;
import io.mcp.registry.view.RegistryView;
import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the hub between view and transports. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

	@Bean(destroyMethod = "shutdownNow")
	ScheduledExecutorService watchTimer() {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "mcp-watch");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Bean
	LiveWatchHub watchHub(RegistryView view, Replicas replicas, AcknowledgementBoard board, InstanceStore store,
			WatchProperties properties, MeterRegistry meters, StoreClock clock, ScheduledExecutorService watchTimer) {
		return new LiveWatchHub(view, replicas, board, store::partitionOf, properties, new WatchMetrics(meters, clock),
				JsonMapper.builder().build(), () -> Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36),
				watchTimer, System::nanoTime);
	}

	@Bean
	AcknowledgementCollector acknowledgementCollector(LiveWatchHub hub) {
		return hub.collector();
	}

	@Bean
	WatchLifecycle watchLifecycle(LiveWatchHub hub, ScheduledExecutorService watchTimer) {
		return new WatchLifecycle(hub, watchTimer);
	}

}
