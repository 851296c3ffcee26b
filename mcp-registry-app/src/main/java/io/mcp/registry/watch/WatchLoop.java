package io.mcp.registry.watch;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.mcp.registry.instance.ServiceKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one event loop. Only tasks of that loop touch them; other threads post
 * such tasks, and ask {@link #hears} whether one is worth it. A stream that is closed
 * leaves by a task of its own, so nothing changes while streams are gone through.
 */
final class WatchLoop {

	/**
	 * Streams are looked after in turns, a share at each tick, so that pings are spread
	 * over time however many streams began in the same moment.
	 */
	static final int SHARES = 10;

	private static final Logger logger = LoggerFactory.getLogger(WatchLoop.class);

	private final LiveWatchHub hub;

	private final Executor eventLoop;

	private final LongSupplier nanos;

	/** Read by every thread, written on the loop; no service without a subscription. */
	private final Map<ServiceKey, Audience> audiences = new ConcurrentHashMap<>();

	private final List<Set<LiveWatch>> shares = Stream.<Set<LiveWatch>>generate(HashSet::new).limit(SHARES).toList();

	private int turn;

	WatchLoop(LiveWatchHub hub, Executor eventLoop, LongSupplier nanos) {
		this.hub = hub;
		this.eventLoop = eventLoop;
		this.nanos = nanos;
	}

	LiveWatchHub hub() {
		return this.hub;
	}

	long now() {
		return this.nanos.getAsLong();
	}

	/** Whether somebody watches the service. Thread-safe. */
	boolean hears(ServiceKey service) {
		return this.audiences.containsKey(service);
	}

	/**
	 * Runs a task on the loop, unless the loop has ended, and its connections with it.
	 * @return whether it will run
	 */
	boolean execute(Runnable task) {
		try {
			this.eventLoop.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("An event loop has ended", ex);
			return false;
		}
	}

	/**
	 * Takes a stream in. From here on it hears of changes; what it has not heard of, the
	 * view shows.
	 */
	void add(LiveWatch watch) {
		this.shares.get(Math.floorMod(watch.hashCode(), SHARES)).add(watch);
		for (Subscription subscription : watch.subscriptions()) {
			this.audiences.computeIfAbsent(subscription.service(), (service) -> new Audience()).add(subscription);
		}
	}

	void remove(LiveWatch watch) {
		this.shares.get(Math.floorMod(watch.hashCode(), SHARES)).remove(watch);
		for (Subscription subscription : watch.subscriptions()) {
			this.audiences.computeIfPresent(subscription.service(), (service, audience) -> {
				audience.remove(subscription);
				return audience.isEmpty() ? null : audience;
			});
		}
	}

	/** A change, for all its subscribers. */
	void changed(ServiceKey service, WatchEvent.Delta delta) {
		each(service, (subscription) -> subscription.changed(delta));
	}

	/** Services that were read anew. */
	void reloaded(List<ServiceKey> services) {
		services.forEach((service) -> each(service, Subscription::needSnapshot));
	}

	/** Counts the streams that carry the round's service, and waits for them. */
	void join(Round round) {
		each(round.service(), (subscription) -> {
			if (!subscription.isQuery()) {
				subscription.await(round);
			}
		});
	}

	/** Looks after the streams whose turn it is. */
	void tick(Duration silence, Duration patience) {
		this.turn = (this.turn + 1) % SHARES;
		for (LiveWatch watch : this.shares.get(this.turn)) {
			if (watch.isStalled(patience)) {
				this.hub.metrics().stalled();
				watch.abort();
			}
			else {
				watch.pingAfter(silence);
			}
		}
	}

	/** Ends every stream. */
	void end() {
		watches().forEach(LiveWatch::end);
	}

	/** Closes the connections of those that are still there. */
	void abort() {
		watches().forEach(LiveWatch::abort);
	}

	private List<LiveWatch> watches() {
		return this.shares.stream().flatMap(Set::stream).toList();
	}

	private void each(ServiceKey service, Consumer<Subscription> action) {
		Audience audience = this.audiences.get(service);
		if (audience != null) {
			audience.forEach(action);
		}
	}

}
