package io.mcp.registry.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * How many streams there are, in all and of each client, and whether one more may be.
 * Thread-safe.
 */
final class Admission {

	private final WatchProperties limits;

	private final Map<String, Integer> ofClients = new ConcurrentHashMap<>();

	private final AtomicInteger all = new AtomicInteger();

	private final AtomicInteger queries = new AtomicInteger();

	private final AtomicInteger subscriptions = new AtomicInteger();

	Admission(WatchProperties limits) {
		this.limits = limits;
	}

	/** Streams and queries. */
	int all() {
		return this.all.get();
	}

	int queries() {
		return this.queries.get();
	}

	/** Services on all of them. */
	int subscriptions() {
		return this.subscriptions.get();
	}

	/** Takes a place for a stream, or tells why there is none. */
	Opening enter(WatchRequest request, Kind kind, Function<Ticket, Watch> opening) {
		if (this.all.incrementAndGet() > this.limits.maxStreams()) {
			this.all.decrementAndGet();
			return new Opening.Refused(Opening.Refusal.TOO_MANY_STREAMS, this.limits.maxStreams());
		}
		if (this.ofClients.merge(request.client(), 1, Integer::sum) > this.limits.maxStreamsPerClient()) {
			leave(request.client());
			return new Opening.Refused(Opening.Refusal.TOO_MANY_OF_CLIENT, this.limits.maxStreamsPerClient());
		}
		Ticket ticket = new Ticket(this, request.client(), kind, request.services().size());
		count(ticket, 1);
		return new Opening.Opened(opening.apply(ticket));
	}

	private void leave(String client) {
		this.all.decrementAndGet();
		this.ofClients.computeIfPresent(client, (address, count) -> (count > 1) ? count - 1 : null);
	}

	private void count(Ticket ticket, int sign) {
		this.subscriptions.addAndGet(sign * ticket.services);
		if (ticket.isQuery()) {
			this.queries.addAndGet(sign);
		}
	}

	/** What it is that counts. */
	enum Kind {

		STREAM, QUERY

	}

	/**
	 * One place.
	 *
	 * @param admission whose
	 * @param client who has it
	 * @param kind for what
	 * @param services how many services he watches
	 */
	record Ticket(Admission admission, String client, Kind kind, int services) {

		boolean isQuery() {
			return this.kind == Kind.QUERY;
		}

		/** Once. */
		void giveBack() {
			this.admission.leave(this.client);
			this.admission.count(this, -1);
		}

	}

}
