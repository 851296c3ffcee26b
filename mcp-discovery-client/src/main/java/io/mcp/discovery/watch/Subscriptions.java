package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.cache.WatchedLists;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.discovery.transport.Scheduler.Task;
import io.mcp.discovery.transport.StreamEnd;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the registry push the changes of all services in use. Thread-safe; all of it
 * happens on the scheduler's thread.
 * <p>
 * Streams of at most {@value StreamSlot#MOST_SERVICES} services each carry the changes. A
 * service joins when its first load ended, at the revision that the load brought, so that
 * nothing between is missed and nothing comes twice. It leaves some time after its list
 * was dropped.
 * <p>
 * Proxies may hold streams back or cut them. That is so where an address gives something
 * else than a stream, three times in a row no first byte, or again and again a stream
 * that ends within seconds, <em>and</em> answers an ordinary question meanwhile:
 * otherwise the registry itself is away, and streams are tried until it is back. Then
 * questions that wait ({@link BlockingQueries}) take the place of streams, and where
 * these are cut as well, polling. Streams get another chance every five minutes, and are
 * relied on again when one lived for a while.
 */
public final class Subscriptions implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Subscriptions.class);

	private static final String STREAMS_WORK = "the registry pushes changes";

	/** One may be bad luck, such as a registry that restarts twice. */
	private static final int SHORT_LIVES = 4;

	private final WatchedLists lists;

	private final WatchCalls calls;

	private final Scheduler scheduler;

	private final Jitter jitter;

	private final WatchTiming timing;

	private final DiscoveryObserver observer;

	private final StreamSlots slots;

	private @Nullable Trial trial;

	private @Nullable BlockingQueries questions;

	private @Nullable Task gathering;

	private boolean judging;

	private boolean closed;

	private volatile SubscriptionState state;

	/**
	 * Creates subscriptions.
	 * @param lists what is kept fresh
	 * @param transport what reaches the registry
	 * @param namespace the namespace of all services
	 * @param scheduler the thread of all this
	 * @param jitter for spreading load
	 * @param requestTimeout longest wait for the head of a stream, and then for its first
	 * byte
	 * @param pullInterval time between two fetches of a list beside the stream
	 * @param observer who measures
	 */
	public Subscriptions(WatchedLists lists, RegistryTransport transport, String namespace, Scheduler scheduler,
			Jitter jitter, Duration requestTimeout, Duration pullInterval, DiscoveryObserver observer) {
		this(lists, new RegistryCalls(transport, namespace, scheduler), scheduler, jitter,
				new WatchTiming(requestTimeout, pullInterval), observer);
	}

	Subscriptions(WatchedLists lists, WatchCalls calls, Scheduler scheduler, Jitter jitter, WatchTiming timing,
			DiscoveryObserver observer) {
		this.lists = lists;
		this.calls = calls;
		this.scheduler = scheduler;
		this.jitter = jitter;
		this.timing = timing;
		this.observer = observer;
		this.slots = new StreamSlots(() -> slot(new Streaming()));
		this.state = new SubscriptionState(Mode.STREAM, scheduler.instant(), STREAMS_WORK, List.of());
	}

	/** Begins to watch what is in use and comes into use. */
	public void start() {
		this.lists.onUse(() -> this.scheduler.execute(this::gather));
		this.calls.onLost(this::leaveIfSilent);
		this.scheduler.after(WatchTiming.REVIEW, this::review);
	}

	/**
	 * A write may have waited in vain for a store that stands still: a registry that
	 * still answers reads still pushes, and a stream that moved would only move on.
	 */
	private void leaveIfSilent(URI address) {
		this.calls.answers(address).thenAcceptAsync((answers) -> {
			if (!answers) {
				this.slots.leave(address);
			}
		}, this.scheduler);
	}

	/**
	 * How changes reach this process.
	 * @return a snapshot
	 */
	public SubscriptionState state() {
		return this.state;
	}

	/**
	 * Closes the streams, in the background; without the scheduler, the transport does.
	 * Closing twice is harmless.
	 */
	@Override
	public void close() {
		this.scheduler.execute(() -> {
			this.closed = true;
			closeStreams();
			stopQuestions();
			publish();
		});
	}

	private void gather() {
		if (this.gathering == null && !this.closed) {
			this.gathering = this.scheduler.after(WatchTiming.GATHERING, () -> {
				this.gathering = null;
				carry(this.lists.inUse().keySet());
			});
		}
	}

	private void review() {
		if (this.closed) {
			return;
		}
		Set<String> used = this.lists.inUse().keySet();
		this.slots.retain(used);
		carry(used);
		this.scheduler.after(WatchTiming.REVIEW, this::review);
	}

	/** Lets what is in use be kept fresh, by the present means. */
	private void carry(Set<String> used) {
		if (this.closed) {
			return;
		}
		switch (this.state.mode()) {
			case STREAM -> this.slots.carry(used);
			case BLOCKING_QUERY -> {
				if (this.questions != null) {
					this.questions.keep(used);
				}
			}
			case POLLING -> used.forEach((service) -> this.lists.pace(service, this.timing.pollInterval()));
		}
		publish();
	}

	/**
	 * Finds out whether streams are held back, or the registry is away.
	 * @param address where streams do not come about, or do not live
	 * @param otherwise what to do where the registry is away
	 */
	private void judge(URI address, StreamEnd end, Runnable otherwise) {
		if (this.judging) {
			otherwise.run();
			return;
		}
		this.judging = true;
		this.calls.answers(address).thenAcceptAsync((answers) -> {
			this.judging = false;
			if (answers && this.state.mode() == Mode.STREAM && !this.closed) {
				askQuestions(end.reason());
			}
			else {
				otherwise.run();
			}
		}, this.scheduler);
	}

	private void askQuestions(String reason) {
		closeStreams();
		enter(Mode.BLOCKING_QUERY, "streams do not come through: " + reason);
		logger.warn("Streams from the registry do not come through, although it answers ({}). Changes are asked for by "
				+ "blocking queries instead; streams are tried again every {} min. Let proxies between pass "
				+ "text/event-stream unbuffered", reason, WatchTiming.SECOND_CHANCE.toMinutes());
		this.questions = new BlockingQueries(this.lists, this.calls, this.scheduler, this.timing, this::poll);
		carry(this.lists.inUse().keySet());
		this.scheduler.after(WatchTiming.SECOND_CHANCE, this::giveSecondChance);
	}

	private void poll(String reason) {
		stopQuestions();
		enter(Mode.POLLING, "neither streams nor blocking queries come through: " + reason);
		logger.warn("Blocking queries do not come through either ({}). Lists are polled every {} s", reason,
				this.timing.pollInterval().toSeconds());
		carry(this.lists.inUse().keySet());
	}

	private void giveSecondChance() {
		if (this.closed || this.state.mode() == Mode.STREAM) {
			return;
		}
		Set<String> used = this.lists.inUse().keySet();
		if (used.isEmpty()) {
			this.scheduler.after(WatchTiming.SECOND_CHANCE, this::giveSecondChance);
			return;
		}
		this.trial = new Trial(this.scheduler, this::slot, this::rely, () -> {
			this.trial = null;
			this.scheduler.after(WatchTiming.SECOND_CHANCE, this::giveSecondChance);
		});
		this.trial.begin(used);
	}

	private void rely() {
		logger.info("Streams from the registry come through again");
		this.trial = null;
		stopQuestions();
		enter(Mode.STREAM, STREAMS_WORK);
		Set<String> used = this.lists.inUse().keySet();
		used.forEach((service) -> this.lists.pace(service, this.timing.pullInterval()));
		carry(used);
	}

	private void closeStreams() {
		this.slots.close();
		if (this.trial != null) {
			this.trial.close();
			this.trial = null;
		}
	}

	private StreamSlot slot(StreamSlot.Listener listener) {
		return new StreamSlot(this.lists, this.calls, this.scheduler, this.jitter, this.timing, listener);
	}

	private void stopQuestions() {
		if (this.questions != null) {
			this.questions.stop();
			this.questions = null;
		}
	}

	private void enter(Mode mode, String why) {
		this.state = new SubscriptionState(mode, this.scheduler.instant(), why, List.of());
	}

	private void publish() {
		SubscriptionState before = this.state;
		this.state = new SubscriptionState(before.mode(), before.since(), before.why(), this.slots.states());
	}

	/** Keeps streams. */
	private final class Streaming implements StreamSlot.Listener {

		@Override
		public void opened(StreamSlot slot, boolean again) {
			if (again) {
				Subscriptions.this.observer.reconnected();
			}
			publish();
		}

		@Override
		public void ended(StreamSlot slot, URI address, int shortLives, StreamEnd end) {
			publish();
			if (shortLives >= SHORT_LIVES) {
				judge(address, end, slot::excuse);
			}
		}

		@Override
		public void waiting(StreamSlot slot) {
			publish();
		}

		@Override
		public void blocked(StreamSlot slot, URI address, StreamEnd end) {
			publish();
			judge(address, end, slot::tryLater);
		}

	}

}
