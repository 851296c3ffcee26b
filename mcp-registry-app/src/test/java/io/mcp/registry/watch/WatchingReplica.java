package io.mcp.registry.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.mcp.registry.store.AcknowledgementBoard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A hub with all that it needs, of which the test holds every end. */
final class WatchingReplica implements AutoCloseable {

	static final WatchProperties PLENTY = new WatchProperties(1000, 1000, Duration.ofSeconds(30));

	final ShownServices view = new ShownServices();

	final HandDrivenLoop loop = new HandDrivenLoop();

	final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	final AtomicLong nanos = new AtomicLong();

	/** Every replica that is alive, this one included. */
	final Set<String> alive = ConcurrentHashMap.newKeySet();

	final LiveWatchHub hub;

	private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);

	WatchingReplica() {
		this("one", PLENTY, new SharedBoard());
	}

	WatchingReplica(String name, WatchProperties properties, AcknowledgementBoard board) {
		this.alive.add(name);
		AtomicInteger streams = new AtomicInteger();
		this.hub = new LiveWatchHub(this.view, new WatchFixtures.Roll(name, this.alive), board, (service) -> 0,
				properties, new WatchMetrics(this.meters, new WatchFixtures.StandingClock()), JsonMapper.shared(),
				() -> "s" + streams.incrementAndGet(), this.timer, this.nanos::get);
	}

	Reader open(String... services) {
		return new Reader(this.hub, this.loop, services);
	}

	/** The view shows it, the streams have heard of it. */
	void put(String service, String id) {
		this.view.put(service, id, this.hub).run();
		this.loop.turn();
	}

	void remove(String service, String id) {
		this.view.remove(service, id, this.hub).run();
		this.loop.turn();
	}

	/** Lets time pass as the timer sees it. */
	void pass(Duration time) {
		for (long tick = 0; tick < time.dividedBy(LiveWatchHub.TICK); tick++) {
			this.nanos.addAndGet(LiveWatchHub.TICK.toNanos());
			this.hub.tick();
			this.loop.turn();
		}
	}

	double counter(String name, String... tags) {
		return this.meters.get(name).tags(tags).counter().count();
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

	static WatchRequest request(String... services) {
		return new WatchRequest(Arrays.stream(services).map(WatchingReplica::service).toList(), "127.0.0.1");
	}

	private static WatchRequest.Service service(String text) {
		String[] parts = text.split("@");
		return new WatchRequest.Service(ShownServices.key(parts[0]), parts[0],
				(parts.length > 1) ? Long.valueOf(parts[1]) : null);
	}

	/** Somebody at the other end of a stream. */
	static final class Reader implements WatchReader {

		final @Nullable Watch watch;

		final Opening opening;

		int wakes;

		boolean aborted;

		Reader(LiveWatchHub hub, Executor loop, String... services) {
			this.opening = hub.open(request(services), loop, this);
			this.watch = (this.opening instanceof Opening.Opened opened) ? opened.watch() : null;
		}

		@Override
		public void wake() {
			this.wakes++;
		}

		@Override
		public void abort() {
			this.aborted = true;
		}

		Watch watch() {
			assertThat(this.watch).as("%s", this.opening).isNotNull();
			return this.watch;
		}

		/** Everything that is there now, in short. */
		List<String> read() {
			List<String> read = take();
			watch().written();
			return read;
		}

		/** The same, of which the writing does not end. */
		List<String> take() {
			List<String> read = new ArrayList<>();
			for (WatchEvent event = watch().poll(); event != null; event = watch().poll()) {
				read.add(text(event));
			}
			return read;
		}

		private static String text(WatchEvent event) {
			if (event instanceof WatchEvent.Delta delta) {
				return delta.change().type().name().toLowerCase(Locale.ROOT) + ' '
						+ delta.change().instance().instanceId() + ' ' + delta.change().previousRevision() + "->"
						+ delta.change().revision();
			}
			if (event instanceof WatchEvent.Snapshot snapshot) {
				JsonNode json = JsonMapper.shared().readTree(snapshot.json());
				assertThat(json.path("revision").longValue()).isEqualTo(snapshot.revision());
				return json.path("service_name").asString() + json.path("instances").findValuesAsString("instance_id")
						+ '@' + snapshot.revision();
			}
			return "ping";
		}

	}

}
