package io.mcp.registry.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.mcp.registry.instance.ServiceKey;
import org.jspecify.annotations.Nullable;

/** One stream. Confined to its event loop, except {@link #close}. */
final class LiveWatch implements Watch {

	private static final WatchEvent.Ping PING = new WatchEvent.Ping();

	private final String id;

	private final WatchLoop loop;

	private final WatchReader reader;

	private final Admission.Ticket ticket;

	private final Subscription[] subscriptions;

	private final Queue<Subscription> pending = new ArrayDeque<>(1);

	/** When the changes happened that are on their way into the socket. */
	private final List<Instant> underWay = new ArrayList<>(0);

	/** From the beginning: who opens a stream polls it without being told. */
	private boolean awake = true;

	private boolean pingDue;

	private boolean writing;

	private final long openedAt;

	private long since;

	private boolean ended;

	private boolean closed;

	LiveWatch(String id, WatchRequest request, WatchLoop loop, WatchReader reader, Admission.Ticket ticket) {
		this.id = id;
		this.loop = loop;
		this.reader = reader;
		this.ticket = ticket;
		this.subscriptions = request.services()
			.stream()
			.map((service) -> new Subscription(this, service))
			.toArray(Subscription[]::new);
		this.openedAt = loop.now();
		this.since = this.openedAt;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public @Nullable WatchEvent poll() {
		WatchEvent event = next();
		if (event == null) {
			this.awake = false;
			return null;
		}
		if (!this.writing) {
			this.writing = true;
			this.since = this.loop.now();
		}
		if (event instanceof WatchEvent.Delta delta) {
			this.underWay.add(delta.stored().at());
		}
		this.loop.hub().metrics().polled(event);
		return event;
	}

	private @Nullable WatchEvent next() {
		Subscription first = this.pending.peek();
		if (first != null) {
			this.pingDue = false;
			WatchEvent event = first.next();
			if (!first.hasPending()) {
				this.pending.remove();
			}
			return event;
		}
		if (this.pingDue) {
			this.pingDue = false;
			return PING;
		}
		return null;
	}

	@Override
	public boolean hasPending() {
		return this.pingDue || !this.pending.isEmpty();
	}

	@Override
	public void written() {
		this.writing = false;
		this.since = this.loop.now();
		if (!this.underWay.isEmpty()) {
			this.underWay.forEach(this.loop.hub().metrics()::pushed);
			this.underWay.clear();
		}
	}

	@Override
	public boolean isEnded() {
		return this.ended;
	}

	@Override
	public void close() {
		this.loop.execute(this::release);
	}

	private void release() {
		if (!this.closed) {
			this.closed = true;
			this.ended = true;
			this.pending.clear();
			this.loop.remove(this);
			this.loop.hub().closed(this);
			for (Subscription subscription : this.subscriptions) {
				subscription.end();
			}
			this.ticket.giveBack();
		}
	}

	boolean isQuery() {
		return this.ticket.isQuery();
	}

	Subscription[] subscriptions() {
		return this.subscriptions;
	}

	/** That service has something to write from now on. */
	void pending(Subscription subscription) {
		this.pending.add(subscription);
		wake();
	}

	WatchEvent.Snapshot snapshot(Subscription subscription) {
		return this.loop.hub().snapshot(subscription.service(), subscription.name());
	}

	void coalesced(int deltas) {
		this.loop.hub().metrics().coalesced(deltas);
	}

	/** The stream has ended before it acknowledged those. */
	void leave(List<Round> rounds) {
		this.loop.hub().leaveLater(rounds);
	}

	/** Nothing comes any more: the reader should move on. */
	void end() {
		if (!this.ended) {
			this.ended = true;
			this.awake = false;
			wake();
		}
	}

	/** The reader takes nothing, or did not leave when asked to. */
	void abort() {
		this.reader.abort();
	}

	/** Pings after silence. */
	void pingAfter(Duration silence) {
		if (!this.writing && !this.awake && !isQuery() && this.loop.now() - this.since >= silence.toNanos()) {
			this.pingDue = true;
			wake();
		}
	}

	/** Whether what was polled has not been written for so long. */
	boolean isStalled(Duration patience) {
		return this.writing && this.loop.now() - this.since >= patience.toNanos();
	}

	/** On any thread. */
	void acknowledge(ServiceKey service, long revision) {
		this.loop.execute(() -> {
			for (Subscription subscription : this.subscriptions) {
				if (subscription.service().equals(service)) {
					subscription.acknowledge(revision);
				}
			}
		});
	}

	/** Who came later heard of the change when he came, and not when it was pushed. */
	void acknowledged(Round round) {
		Instant at = round.at();
		if (at != null && this.openedAt - round.began() <= 0) {
			this.loop.hub().metrics().acknowledged(at);
		}
	}

	private void wake() {
		if (!this.awake) {
			this.awake = true;
			this.reader.wake();
		}
	}

}
