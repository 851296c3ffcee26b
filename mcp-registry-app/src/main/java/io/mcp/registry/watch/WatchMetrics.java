package io.mcp.registry.watch;

import java.time.Duration;
import java.time.Instant;

import io.mcp.registry.store.StoreClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How fast changes reach subscribers, and how many there are. Thread-safe. */
final class WatchMetrics {

	private static final String EVENTS = "mcp.registry.watch.events";

	private final StoreClock clock;

	private final MeterRegistry meters;

	private final Timer pushed;

	private final Timer acknowledged;

	private final Counter snapshots;

	private final Counter changes;

	private final Counter pings;

	private final Counter coalesced;

	private final Counter stalled;

	WatchMetrics(MeterRegistry meters, StoreClock clock) {
		this.clock = clock;
		this.meters = meters;
		this.pushed = timer("mcp.registry.change.pushed",
				"From the commit of a change until it was written to a subscriber's socket");
		this.acknowledged = timer("mcp.registry.change.acknowledged",
				"From the commit of a change until a subscriber acknowledged it");
		this.snapshots = events("snapshot");
		this.changes = events("change");
		this.pings = events("ping");
		this.coalesced = Counter.builder("mcp.registry.watch.coalesced")
			.description("Changes that slow readers got within a snapshot instead")
			.register(meters);
		this.stalled = Counter.builder("mcp.registry.watch.stalled")
			.description("Streams closed because their readers took nothing")
			.register(meters);
	}

	/** Counts from now on what is admitted. */
	void observe(Admission admission) {
		Gauge.builder("mcp.registry.watch.streams", admission, (it) -> it.all() - it.queries())
			.description("Streams that watch services")
			.register(this.meters);
		Gauge.builder("mcp.registry.watch.subscriptions", admission, Admission::subscriptions)
			.description("Services on all streams and blocking queries")
			.register(this.meters);
		Gauge.builder("mcp.registry.watch.blocking.queries", admission, Admission::queries)
			.description("Blocking queries that wait")
			.register(this.meters);
		for (Opening.Refusal reason : Opening.Refusal.values()) {
			rejections(reason);
		}
	}

	void polled(WatchEvent event) {
		if (event instanceof WatchEvent.Delta) {
			this.changes.increment();
		}
		else if (event instanceof WatchEvent.Snapshot) {
			this.snapshots.increment();
		}
		else {
			this.pings.increment();
		}
	}

	/** A change of that moment is in a socket. */
	void pushed(Instant at) {
		this.pushed.record(this.clock.age(at));
	}

	/** A change of that moment is acknowledged. */
	void acknowledged(Instant at) {
		this.acknowledged.record(this.clock.age(at));
	}

	void coalesced(int changes) {
		this.coalesced.increment(changes);
	}

	void stalled() {
		this.stalled.increment();
	}

	void rejected(Opening.Refusal reason) {
		rejections(reason).increment();
	}

	private Counter rejections(Opening.Refusal reason) {
		return Counter.builder("mcp.registry.watch.rejected")
			.description("Streams and blocking queries that were not admitted")
			.tag("reason", reason.tag())
			.register(this.meters);
	}

	private Counter events(String type) {
		return Counter.builder(EVENTS)
			.description("Events that streams were given")
			.tag("type", type)
			.register(this.meters);
	}

	private Timer timer(String name, String description) {
		return Timer.builder(name)
			.description(description)
			.publishPercentileHistogram()
			.minimumExpectedValue(Duration.ofMillis(1))
			.maximumExpectedValue(Duration.ofSeconds(10))
			.register(this.meters);
	}

}
