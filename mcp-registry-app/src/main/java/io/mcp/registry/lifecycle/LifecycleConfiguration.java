package io.mcp.registry.lifecycle;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.view.ReadYourWrites;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.watch.AcknowledgementCollector;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the decisions between transports and store. */
@Configuration(proxyBeanMethods = false)
class LifecycleConfiguration {

	@Bean
	Registry registry(InstanceStore store, RegistryView view, ReadYourWrites shown, ChangeLog log,
			AcknowledgementCollector acknowledgements, MeterRegistry meters, InstantSource clock) {
		LeaseIds leaseIds = new LeaseIds(() -> ThreadLocalRandom.current().nextLong());
		Drains drains = new Drains(store, shown, acknowledgements, System::nanoTime);
		return new RegistryService(store, view, shown, new ChangeHistory(log), drains, leaseIds,
				new LifecycleMetrics(meters), clock);
	}

}
