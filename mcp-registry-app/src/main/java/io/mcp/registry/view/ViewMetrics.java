package io.mcp.registry.view;

import io.mcp.registry.instance.Instance;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What this replica's view holds, and how fresh it is. */
final class ViewMetrics implements MeterBinder {

	private static final double NANOS_PER_SECOND = 1e9;

	private final RegistryView view;

	ViewMetrics(RegistryView view) {
		this.view = view;
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge.builder("mcp.registry.services", this.view, (it) -> it.all().size())
			.description("Services that have instances")
			.register(meters);
		Gauge.builder("mcp.registry.instances", this.view, (it) -> count(it, false))
			.description("Instances by whether callers may use them")
			.tag("routable", "true")
			.register(meters);
		Gauge.builder("mcp.registry.instances", this.view, (it) -> count(it, true))
			.description("Instances by whether callers may use them")
			.tag("routable", "false")
			.register(meters);
		Gauge.builder("mcp.registry.view.staleness", this.view, (it) -> it.staleness().toNanos() / NANOS_PER_SECOND)
			.description("For how long Redis has not confirmed this replica's view")
			.baseUnit("seconds")
			.register(meters);
	}

	private static double count(RegistryView view, boolean others) {
		return view.all()
			.stream()
			.flatMap((service) -> service.instances().stream())
			.filter((Instance instance) -> instance.isRoutable() != others)
			.count();
	}

}
