package io.mcp.benchmarks.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.mcp.benchmarks.http.RegistryCalls;
import io.mcp.benchmarks.http.RegistryTimers;
import io.mcp.benchmarks.process.Installation;
import io.mcp.benchmarks.process.ProcessorUse;
import io.mcp.benchmarks.process.Waiting;
import io.mcp.benchmarks.redis.RedisFanOut;
import io.mcp.benchmarks.report.Times;
import io.mcp.benchmarks.watch.ChangingService;

/**
 * Makes changes one after the other, each when the one before it has arrived everywhere,
 * after a pause of 20 to 60 ms that keeps out of step with every timer. Between an
 * instance's coming and its going, Redis alone does the same, so that both meet the same
 * conditions. Not thread-safe.
 */
final class PartRunner {

	private static final int SHORTEST_PAUSE_MILLIS = 20;

	private static final int LONGEST_PAUSE_MILLIS = 60;

	private final Installation installation;

	private final List<RegistryCalls> registries;

	private final ChangingService service;

	private final RedisFanOut redis;

	private final Waiting waiting;

	private final RandomGenerator random;

	PartRunner(Installation installation, List<RegistryCalls> registries, ChangingService service, RedisFanOut redis,
			Waiting waiting, RandomGenerator random) {
		this.installation = installation;
		this.registries = registries;
		this.service = service;
		this.redis = redis;
		this.waiting = waiting;
		this.random = random;
	}

	/**
	 * Makes changes that do not count for a while, and then those that do.
	 * @param warmUp how long they do not count
	 * @param changes how many registrations count
	 */
	Part run(Duration warmUp, int changes) {
		LongSupplier nanos = this.waiting.nanos();
		long warmAt = nanos.getAsLong() + warmUp.toNanos();
		Collected warmingUp = new Collected();
		while (nanos.getAsLong() - warmAt < 0) {
			change(warmingUp);
		}
		RegistryTimers timers = timers();
		ProcessorUse use = ProcessorUse.of(this.installation, nanos);
		Collected counted = new Collected();
		for (int i = 0; i < changes; i++) {
			change(counted);
		}
		String cores = ProcessorUse.of(this.installation, nanos).since(use);
		return new Part(Times.of(counted.come), Times.lastOfEach(counted.come), Times.of(counted.gone),
				Times.of(counted.redis), timers().since(timers), cores);
	}

	private void change(Collected collected) {
		pause();
		collected.come.add(this.service.come());
		pause();
		collected.redis.add(this.redis.measure());
		pause();
		collected.gone.add(this.service.go());
	}

	private void pause() {
		this.waiting.pause(Duration.ofMillis(this.random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS)));
	}

	private RegistryTimers timers() {
		return RegistryTimers.of(this.registries.stream().map(RegistryCalls::metrics).toList());
	}

	private static final class Collected {

		private final List<long[]> come = new ArrayList<>();

		private final List<long[]> gone = new ArrayList<>();

		private final List<long[]> redis = new ArrayList<>();

	}

}
