package io.mcp.benchmarks.subscribers;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.mcp.benchmarks.arguments.Arguments;
import io.mcp.benchmarks.http.EventLoops;
import io.mcp.benchmarks.http.RegistryCalls;
import io.mcp.benchmarks.process.FileDescriptors;
import io.mcp.benchmarks.process.Installation;
import io.mcp.benchmarks.process.ProcessFigures;
import io.mcp.benchmarks.process.ProcessorUse;
import io.mcp.benchmarks.process.RegistryProgram;
import io.mcp.benchmarks.process.Waiting;
import io.mcp.benchmarks.report.Figure;
import io.mcp.benchmarks.report.Findings;
import io.mcp.benchmarks.report.Times;
import io.mcp.benchmarks.watch.Arrivals;
import io.mcp.benchmarks.watch.ChangingService;
import io.mcp.benchmarks.watch.StreamSubscribers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what thousands of idle subscribers cost one registry, and how long a change
 * needs to reach the last of them. Not thread-safe.
 */
public final class SubscribersRun {

	/** The arguments that it understands. */
	public static final Set<String> ARGUMENTS = SubscribersSettings.NAMES;

	private static final Logger logger = LoggerFactory.getLogger(SubscribersRun.class);

	private static final double HEAP_GOAL_KB = 15;

	private static final double LAST_GOAL_MILLIS = 1000;

	private static final int BYTES_PER_KB = 1000;

	private static final double BYTES_PER_MB = 1e6;

	/** Until the registry has put away what opening or closing the streams left. */
	private static final Duration SETTLING = Duration.ofSeconds(1);

	private static final Duration BETWEEN_CHANGES = Duration.ofMillis(500);

	private static final int WARM_UP_SHARE = 10;

	private final SubscribersSettings settings;

	private final RegistryProgram program;

	private final Waiting waiting;

	/**
	 * Nothing is started yet.
	 * @param arguments how large it is
	 * @param waiting lets time pass
	 * @throws io.mcp.benchmarks.arguments.ArgumentException if an argument is wrong, or
	 * if this machine does not allow so many connections
	 */
	public SubscribersRun(Arguments arguments, Waiting waiting) {
		this.settings = SubscribersSettings.of(arguments);
		this.program = RegistryProgram.of(arguments);
		this.waiting = waiting;
		FileDescriptors.requireFor(this.settings.subscribers());
	}

	/**
	 * Starts everything, measures, and ends everything.
	 * @return what was seen
	 */
	public Findings run() {
		logger.info("Starting redis-server and a registry");
		List<String> properties = List
			.of("--mcp.registry.watch.max-streams-per-client=" + 2 * this.settings.subscribers());
		try (Installation installation = Installation.start(this.program, 1, properties, this.waiting);
				EventLoops loops = new EventLoops(2)) {
			return run(installation, loops);
		}
	}

	private Findings run(Installation installation, EventLoops loops) {
		URI address = installation.replicas().get(0).address();
		ProcessFigures registry = installation.replicas().get(0).figures();
		List<RegistryCalls> calls = List.of(new RegistryCalls(address, 2, loops.next()));
		warmUp(loops, address, calls);
		logger.info("Weighing the registry without subscribers");
		Weight before = weigh(registry);
		Arrivals arrivals = new Arrivals(this.settings.subscribers(), this.waiting.nanos());
		ChangingService service = new ChangingService(calls, arrivals);
		try (StreamSubscribers subscribers = new StreamSubscribers(loops, List.of(address), ChangingService.NAME,
				this.settings.subscribers(), arrivals)) {
			logger.info("Subscribing {} times", this.settings.subscribers());
			long begin = this.waiting.nanos().getAsLong();
			subscribers.subscribe();
			Duration subscribing = Duration.ofNanos(this.waiting.nanos().getAsLong() - begin);
			Weight after = weigh(registry);
			logger.info("Resting for {}", this.settings.rest());
			ProcessorUse begun = ProcessorUse.of(installation, this.waiting.nanos());
			Duration used = registry.processorTime();
			this.waiting.pause(this.settings.rest());
			Duration usedAtRest = registry.processorTime().minus(used);
			String cores = ProcessorUse.of(installation, this.waiting.nanos()).since(begun);
			logger.info("One change, then {} more", this.settings.changes());
			Pushes first = push(registry, service, 1);
			Pushes more = push(registry, service, this.settings.changes());
			return findings(installation, before, after, subscribing, usedAtRest, cores, first, more);
		}
	}

	/** Changes at a tenth of the subscribers, who then leave. */
	private void warmUp(EventLoops loops, URI address, List<RegistryCalls> calls) {
		int count = Math.max(1, this.settings.subscribers() / WARM_UP_SHARE);
		Arrivals arrivals = new Arrivals(count, this.waiting.nanos());
		ChangingService service = new ChangingService(calls, arrivals);
		service.settle();
		logger.info("{} of warm-up with {} subscribers", this.settings.warmUp(), count);
		try (StreamSubscribers subscribers = new StreamSubscribers(loops, List.of(address), ChangingService.NAME, count,
				arrivals)) {
			subscribers.subscribe();
			long warmAt = this.waiting.nanos().getAsLong() + this.settings.warmUp().toNanos();
			while (this.waiting.nanos().getAsLong() - warmAt < 0) {
				service.come();
				service.go();
			}
		}
	}

	private Weight weigh(ProcessFigures registry) {
		this.waiting.pause(SETTLING);
		return new Weight(registry.heapBytesAfterCollection(), registry.residentBytes());
	}

	private Pushes push(ProcessFigures registry, ChangingService service, int changes) {
		Duration before = registry.processorTime();
		List<long[]> rounds = new ArrayList<>();
		for (int i = 0; i < changes; i++) {
			rounds.add(service.comeOrGo());
			this.waiting.pause(BETWEEN_CHANGES);
		}
		return new Pushes(rounds, registry.processorTime().minus(before).dividedBy(changes));
	}

	private Findings findings(Installation installation, Weight before, Weight after, Duration subscribing,
			Duration usedAtRest, String cores, Pushes first, Pushes more) {
		int count = this.settings.subscribers();
		double rest = (double) usedAtRest.toNanos() / this.settings.rest().toNanos();
		Times last = Times.lastOfEach(more.rounds());
		List<Figure> figures = List.of(
				Figure.atMost("heap for each subscriber", HEAP_GOAL_KB,
						(double) (after.heapBytes() - before.heapBytes()) / count / BYTES_PER_KB, "KB"),
				Figure.of("heap without and with them", megabytes(before.heapBytes(), after.heapBytes())),
				Figure.of("resident memory without and with them",
						megabytes(before.residentBytes(), after.residentBytes())),
				Figure.of("time to subscribe all", subscribing.toMillis() + " ms"),
				Figure.of("processor at rest", String.format(Locale.ROOT, "%.1f %% of a core", 100 * rest)),
				Figure.of("at rest, cores busy", cores),
				Figure.atMost("first change after the rest, at the last subscriber", LAST_GOAL_MILLIS,
						Times.lastOfEach(first.rounds()).maxMillis(), "ms"),
				Figure.of("first change, at each", Times.of(first.rounds()).summary()),
				Figure.of("first change, processor time of the registry", first.used().toMillis() + " ms"),
				Figure.atMost("slowest of " + last.count() + " further changes, at the last subscriber",
						LAST_GOAL_MILLIS, last.maxMillis(), "ms"),
				Figure.of("further changes, at the last subscriber", last.summary()),
				Figure.of("further changes, at each", Times.of(more.rounds()).summary()),
				Figure.of("further changes, processor time of the registry", more.used().toMillis() + " ms each"));
		List<String> setting = List.of(String.format(Locale.ROOT,
				"%,d plain SSE streams on one registry, all watching one service of %d instances; the load generator runs on the"
						+ " same machine.",
				count, ChangingService.STAYING),
				String.format(Locale.ROOT,
						"%d s of warm-up with a tenth of them; heap after a full collection, without any and with all; %d s of rest.",
						this.settings.warmUp().toSeconds(), this.settings.rest().toSeconds()),
				"Timed: from the start of the call (`POST /v1/register`, `DELETE`) to the moment a subscriber has read the event.");
		return new Findings(String.format(Locale.ROOT, "Subscribers: %,d idle streams on one registry", count),
				installation.redis().version(), setting, figures);
	}

	private static String megabytes(long before, long after) {
		return String.format(Locale.ROOT, "%.1f MB and %.1f MB", before / BYTES_PER_MB, after / BYTES_PER_MB);
	}

	/**
	 * What the registry holds.
	 *
	 * @param heapBytes heap in use after a full collection
	 * @param residentBytes memory of the process in RAM
	 */
	private record Weight(long heapBytes, long residentBytes) {

	}

	/**
	 * Changes that reached everybody.
	 *
	 * @param rounds nanoseconds for each subscriber, an array for each change
	 * @param used processor time of the registry for each change
	 */
	private record Pushes(List<long[]> rounds, Duration used) {

	}

}
