package io.mcp.registry.view;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.StoreReadiness;
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
	ViewFeed viewFeed(ChangeLog log, LiveView view, ObjectProvider<ViewListener> listeners,
			ScheduledExecutorService viewTimer) {
		return new ViewFeed(log, view, listeners.orderedStream().toList(), viewTimer, System::nanoTime);
	}

	@Bean
	ViewLifecycle viewLifecycle(ViewFeed feed, StoreReadiness store) {
		return new ViewLifecycle(feed, store);
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
