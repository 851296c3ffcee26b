package io.mcp.registry.lease;

import java.time.InstantSource;
import java.util.concurrent.Executors;

import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.StoreClock;
import io.mcp.registry.view.RegistryView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the sweeper. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

	@Bean
	LeaseSweeper leaseSweeper(InstanceStore store, RegistryView view, Replicas replicas, LeaseProperties properties,
			InstantSource clock, MeterRegistry meters) {
		Counter ended = Counter.builder("mcp.registry.leases.ended")
			.description("Leases whose end this replica wrote down")
			.register(meters);
		return new LeaseSweeper(store, view, replicas, properties.retention(), clock, System::nanoTime, ended);
	}

	@Bean
	OverrideSweeper overrideSweeper(InstanceStore store, Replicas replicas, StoreClock clock) {
		return new OverrideSweeper(store, replicas, clock);
	}

	@Bean
	SweepLifecycle sweepLifecycle(LeaseSweeper leases, OverrideSweeper overrides) {
		return new SweepLifecycle(leases, overrides, Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "mcp-lease-sweeper");
			thread.setDaemon(true);
			return thread;
		}));
	}

}
