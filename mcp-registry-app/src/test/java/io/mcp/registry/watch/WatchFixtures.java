package io.mcp.registry.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.mcp.registry.instance.Instances;
import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.StoreClock;
import io.mcp.registry.view.RegistryView;
import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.json.JsonMapper;

/** Makes hubs for tests of other packages. */
public final class WatchFixtures {

	private WatchFixtures() {
	}

	/** The hub of the only replica, over that view. */
	public static WatchHub hub(RegistryView view, MeterRegistry meters) {
		return hub("one", List.of("one"), view, meters);
	}

	private static WatchHub hub(String self, List<String> alive, RegistryView view, MeterRegistry meters) {
		AtomicInteger streams = new AtomicInteger();
		return new LiveWatchHub(view, new Roll(self, alive), new SharedBoard(), (service) -> 0, WatchingReplica.PLENTY,
				new WatchMetrics(meters, new StandingClock()), JsonMapper.shared(),
				() -> "s" + streams.incrementAndGet(), new ScheduledThreadPoolExecutor(1), System::nanoTime);
	}

	/** One second after every change of {@link Instances}. */
	static final class StandingClock implements StoreClock {

		@Override
		public Instant now() {
			return Instances.NOON.plusSeconds(1);
		}

		@Override
		public CompletionStage<Void> measure() {
			return CompletableFuture.completedStage(null);
		}

	}

	/**
	 * A roll that a test writes.
	 *
	 * @param self this replica
	 * @param alive every replica, read anew each time
	 */
	record Roll(String self, java.util.Collection<String> all) implements Replicas {

		@Override
		public List<String> alive() {
			return List.copyOf(this.all);
		}

		@Override
		public int rank(int partition) {
			return 0;
		}

		@Override
		public Duration ageOnArrival() {
			return Duration.ZERO;
		}

	}

}
