package io.mcp.benchmarks.push;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import io.mcp.benchmarks.arguments.Arguments;
import io.mcp.benchmarks.http.EventLoops;
import io.mcp.benchmarks.http.RegistryCalls;
import io.mcp.benchmarks.process.Installation;
import io.mcp.benchmarks.process.RegistryProgram;
import io.mcp.benchmarks.process.RegistryReplica;
import io.mcp.benchmarks.process.Waiting;
import io.mcp.benchmarks.push.HeartbeatLoad.Tally;
import io.mcp.benchmarks.redis.RedisFanOut;
import io.mcp.benchmarks.report.Figure;
import io.mcp.benchmarks.report.Findings;
import io.mcp.benchmarks.watch.Arrivals;
import io.mcp.benchmarks.watch.ChangingService;
import io.mcp.benchmarks.watch.ClientSubscribers;
import io.mcp.benchmarks.watch.StreamSubscribers;
import io.mcp.benchmarks.watch.Subscribers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times how long a registration needs to be on the list of each of many subscribers, with
 * idle registries and under heartbeats, beside the same fan-out by Redis alone. Not
 * thread-safe.
 */
public final class PushRun {

	/** The arguments that it understands. */
	public static final Set<String> ARGUMENTS = PushSettings.NAMES;

	private static final Logger logger = LoggerFactory.getLogger(PushRun.class);

	private static final double IDLE_GOAL_MILLIS = 50;

	private static final double LOADED_GOAL_MILLIS = 150;

	private static final int LOAD_CONNECTIONS = 64;

	private final PushSettings settings;

	private final RegistryProgram program;

	private final Waiting waiting;

	/**
	 * Nothing is started yet.
	 * @param arguments how large it is
	 * @param waiting lets time pass
	 * @throws io.mcp.benchmarks.arguments.ArgumentException if an argument is wrong
	 */
	public PushRun(Arguments arguments, Waiting waiting) {
		this.settings = PushSettings.of(arguments);
		this.program = RegistryProgram.of(arguments);
		this.waiting = waiting;
	}

	/**
	 * Starts everything, measures, and ends everything.
	 * @return what was seen
	 */
	public Findings run() {
		logger.info("Starting redis-server and {} registries", this.settings.replicas());
		try (Installation installation = Installation.start(this.program, this.settings.replicas(), List.of(),
				this.waiting); EventLoops loops = new EventLoops(2)) {
			return run(installation, loops);
		}
	}

	private Findings run(Installation installation, EventLoops loops) {
		List<URI> addresses = installation.replicas().stream().map(RegistryReplica::address).toList();
		List<RegistryCalls> calls = calls(addresses, 2, loops);
		Arrivals arrivals = new Arrivals(this.settings.clients(), this.waiting.nanos());
		ChangingService service = new ChangingService(calls, arrivals);
		service.settle();
		HeartbeatLoad load = new HeartbeatLoad(calls(addresses, LOAD_CONNECTIONS, loops), this.settings.heartbeats(),
				loops.next(), this.waiting.nanos());
		try (load;
				Subscribers subscribers = subscribers(loops, addresses, arrivals);
				RedisFanOut redis = RedisFanOut.connect(installation.redis().port(), this.settings.clients(),
						this.waiting.nanos())) {
			logger.info("Subscribing {} times: {}", this.settings.clients(), subscribers.description());
			subscribers.subscribe();
			PartRunner runner = new PartRunner(installation, calls, service, redis, this.waiting, new Random(1));
			logger.info("Idle: {} of warm-up, then {} registrations", this.settings.warmUp(), this.settings.changes());
			Part idle = runner.run(this.settings.warmUp(), this.settings.changes());
			logger.info("Loaded: registering {} leases, {} heartbeats/s, the same again", this.settings.leases(),
					this.settings.heartbeats());
			load.register(this.settings.leases());
			load.start();
			Tally before = load.tally();
			Part loaded = runner.run(this.settings.warmUp(), this.settings.changes());
			return findings(installation, subscribers.description(), idle, loaded, load.tally().since(before));
		}
	}

	private Subscribers subscribers(EventLoops loops, List<URI> addresses, Arrivals arrivals) {
		return switch (this.settings.via()) {
			case CLIENT -> new ClientSubscribers(addresses, this.settings.clients(), arrivals, this.waiting);
			case STREAM ->
				new StreamSubscribers(loops, addresses, ChangingService.NAME, this.settings.clients(), arrivals);
		};
	}

	private static List<RegistryCalls> calls(List<URI> addresses, int connections, EventLoops loops) {
		return addresses.stream().map((address) -> new RegistryCalls(address, connections, loops.next())).toList();
	}

	private Findings findings(Installation installation, String subscribers, Part idle, Part loaded,
			String heartbeats) {
		String title = String.format(Locale.ROOT, "Push: a change at %d subscribers over %d replicas",
				this.settings.clients(), this.settings.replicas());
		List<String> setting = List.of("Subscribers: " + subscribers + ", shared evenly by the replicas.", String
			.format(Locale.ROOT,
					"%d registrations, each followed by a deregistration, each when the change before it had arrived everywhere;"
							+ " %d s of warm-up before each part.",
					this.settings.changes(), this.settings.warmUp().toSeconds()),
				"Timed: from the start of the call (`POST /v1/register`, `DELETE`) to the moment a subscriber has the instance on its"
						+ " list, or no longer; median, p99 and max over all changes and subscribers.",
				String.format(Locale.ROOT, "Load: %,d heartbeats/s for %,d leases of other services, %s.",
						this.settings.heartbeats(), this.settings.leases(), HeartbeatLoad.MIX),
				"Limit: Redis alone, `XADD` to as many connections blocked in `XREAD`, between the changes of the same run.");
		List<Figure> figures = new ArrayList<>();
		figures(figures, "idle", idle, IDLE_GOAL_MILLIS);
		figures.add(Figure.of("heartbeats of the loaded part", heartbeats));
		figures(figures, "loaded", loaded, LOADED_GOAL_MILLIS);
		return new Findings(title, installation.redis().version(), setting, figures);
	}

	private static void figures(List<Figure> figures, String name, Part part, double goalMillis) {
		figures.add(Figure.atMost(name + ", registered to seen: p99", goalMillis, part.come().p99Millis(), "ms"));
		figures.add(Figure.of(name + ", registered to seen", part.come().summary()));
		figures.add(Figure.of(name + ", registered to seen by the last", part.last().summary()));
		figures.add(Figure.of(name + ", deregistered to seen", part.gone().summary()));
		figures.add(Figure.of(name + ", Redis alone", part.redis().summary()));
		figures.add(Figure.of(name + ", registered to seen / Redis alone",
				String.format(Locale.ROOT, "median %.1f, p99 %.1f",
						part.come().medianMillis() / part.redis().medianMillis(),
						part.come().p99Millis() / part.redis().p99Millis())));
		figures.add(Figure.of(name + ", cores busy", part.cores()));
		part.timers().forEach((timer, value) -> figures.add(Figure.of(name + ", `" + timer + "`", value)));
	}

}
