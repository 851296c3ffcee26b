package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mcp.discovery.cache.WatchedLists;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.discovery.transport.Scheduler.Task;
import io.mcp.discovery.transport.StreamEnd;
import io.mcp.discovery.watch.Interference.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one stream open for a set of services, whatever becomes of addresses. Used on the
 * scheduler's thread only.
 * <p>
 * A stream is replaced, to carry other services or to move to another address, by opening
 * the next one; the old one is closed when that is open. Where a stream ends, the next
 * address is tried at once, and a pause begins only when each address was tried.
 */
final class StreamSlot implements WatchStream.Owner {

	/** Far below the contract's bound, and so short that one ended stream hurts few. */
	static final int MOST_SERVICES = 100;

	/** Of the request line: what servers and proxies take without being configured. */
	private static final int LONGEST_QUERY = 3500;

	/** {@code &service=…@} and a revision. */
	private static final int QUERY_OVERHEAD = 30;

	private final WatchedLists lists;

	private final WatchCalls calls;

	private final Scheduler scheduler;

	private final Jitter jitter;

	private final WatchTiming timing;

	private final Listener listener;

	private final Set<String> services = new LinkedHashSet<>();

	private final Deque<URI> untried = new ArrayDeque<>();

	private final List<Failure> failures = new ArrayList<>();

	private final Interference interference = new Interference();

	private @Nullable WatchStream current;

	private @Nullable WatchStream opening;

	private @Nullable Task retry;

	private @Nullable URI lastAddress;

	private @Nullable StreamEnd lastEnd;

	private int failedRounds;

	private boolean closed;

	StreamSlot(WatchedLists lists, WatchCalls calls, Scheduler scheduler, Jitter jitter, WatchTiming timing,
			Listener listener) {
		this.lists = lists;
		this.calls = calls;
		this.scheduler = scheduler;
		this.jitter = jitter;
		this.timing = timing;
		this.listener = listener;
	}

	boolean hasRoomFor(String service) {
		int length = this.services.stream().mapToInt((one) -> one.length() + QUERY_OVERHEAD).sum();
		return this.services.size() < MOST_SERVICES && length + service.length() + QUERY_OVERHEAD <= LONGEST_QUERY;
	}

	Set<String> services() {
		return this.services;
	}

	/** From now on it carries these as well. Takes effect by {@link #reopen}. */
	void add(String service) {
		this.services.add(service);
	}

	/**
	 * From now on it carries only those of its services. Takes effect by {@link #reopen}.
	 */
	boolean retain(Collection<String> used) {
		return this.services.retainAll(used);
	}

	/**
	 * Replaces the stream by one that carries what it should, at the same address. One
	 * that is being opened is looked at when it is open.
	 */
	void reopen() {
		if (this.opening == null) {
			begin((this.current != null) ? this.current.address() : null, false);
		}
	}

	/** An address does not answer: what comes from there is replaced. */
	void leave(URI address) {
		boolean here = this.opening == null && this.current != null && this.current.address().equals(address);
		if (here && this.calls.inTurn().size() > 1) {
			begin(address, true);
		}
	}

	void close() {
		this.closed = true;
		cancelRetry();
		closeOpening();
		if (this.current != null) {
			this.current.close();
		}
	}

	SubscriptionState.Stream state() {
		WatchStream open = this.current;
		return new SubscriptionState.Stream((open != null) ? open.address() : this.lastAddress,
				(open != null) ? open.openSince() : null,
				(open != null) ? open.services().size() : this.services.size(),
				(this.lastEnd != null) ? this.lastEnd.reason() : null);
	}

	@Override
	public void opened(WatchStream stream) {
		if (stream != this.opening) {
			return;
		}
		boolean replaces = this.current != null;
		if (this.current != null) {
			this.current.close();
		}
		boolean again = this.lastAddress != null && !replaces;
		this.current = stream;
		this.opening = null;
		this.lastAddress = stream.address();
		this.failedRounds = 0;
		this.interference.opened();
		this.untried.clear();
		this.listener.opened(this, again);
		if (!stream.services().equals(this.services)) {
			reopen();
		}
	}

	@Override
	public void ended(WatchStream stream, StreamEnd end) {
		this.lastEnd = end;
		if (stream == this.opening) {
			this.opening = null;
			this.failures.add(new Failure(stream.address(), end));
			next();
		}
		else if (stream == this.current) {
			this.current = null;
			this.interference.ended(stream.address(), stream.life(), end.kind());
			this.listener.ended(this, stream.address(), this.interference.shortLives(), end);
			if (!this.closed && this.opening == null) {
				retryAfter(this.jitter.upTo(WatchTiming.RECONNECT_SPREAD), () -> begin(stream.address(), true));
			}
		}
	}

	/** Forgets that streams lived short: something else was the reason. */
	void excuse() {
		this.interference.excuse();
	}

	/** Tries each address after a pause. */
	void tryLater() {
		this.failedRounds++;
		Duration pause = this.jitter.backOff(this.failedRounds, WatchTiming.FIRST_BACK_OFF,
				WatchTiming.LONGEST_BACK_OFF);
		pause = longer(pause, this.calls.pause());
		for (Failure failure : this.failures) {
			Duration wanted = failure.end().retryAfter();
			if (wanted != null) {
				pause = longer(pause, shorter(wanted, WatchTiming.LONGEST_RETRY_AFTER));
			}
		}
		retryAfter(pause, () -> begin(null, false));
	}

	/**
	 * Begins a round over the addresses.
	 * @param address where to begin; {@code null} lets others choose
	 * @param last whether that address comes last instead
	 */
	private void begin(@Nullable URI address, boolean last) {
		if (this.closed) {
			return;
		}
		cancelRetry();
		closeOpening();
		this.failures.clear();
		this.untried.clear();
		this.untried.addAll(this.calls.inTurn());
		if (address != null && this.untried.remove(address)) {
			if (last) {
				this.untried.addLast(address);
			}
			else {
				this.untried.addFirst(address);
			}
		}
		next();
	}

	private void next() {
		URI address = this.untried.poll();
		if (address == null) {
			roundFailed();
			return;
		}
		Map<String, Long> known = this.lists.inUse();
		Map<String, Long> revisions = new LinkedHashMap<>();
		this.services.forEach((service) -> revisions.put(service, known.getOrDefault(service, -1L)));
		WatchStream stream = new WatchStream(address, revisions, this.lists, this.calls, this.scheduler, this.timing,
				this);
		this.opening = stream;
		stream.open();
	}

	private void roundFailed() {
		Failure blocked = this.interference.roundFailed(this.failures);
		if (blocked != null) {
			this.listener.blocked(this, blocked.address(), blocked.end());
		}
		else {
			this.listener.waiting(this);
			tryLater();
		}
	}

	private void retryAfter(Duration pause, Runnable work) {
		cancelRetry();
		this.retry = this.scheduler.after(pause, work);
	}

	private void cancelRetry() {
		if (this.retry != null) {
			this.retry.cancel();
			this.retry = null;
		}
	}

	private void closeOpening() {
		if (this.opening != null) {
			this.opening.close();
			this.opening = null;
		}
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/** Who decides what to do where streams do not come through. */
	interface Listener {

		/**
		 * A stream is open.
		 * @param again whether there was none, after there had been one
		 */
		void opened(StreamSlot slot, boolean again);

		/**
		 * An open stream ended; the next one is on its way.
		 * @param shortLives how many in a row ended soon, with no other failure between;
		 * the first that an address ended in good order does not count
		 */
		void ended(StreamSlot slot, URI address, int shortLives, StreamEnd end);

		/** No address gives a stream for now; it is tried again. */
		void waiting(StreamSlot slot);

		/**
		 * No address lets a stream through. {@link #tryLater} goes on, {@link #close}
		 * does not.
		 */
		void blocked(StreamSlot slot, URI address, StreamEnd end);

	}

}
