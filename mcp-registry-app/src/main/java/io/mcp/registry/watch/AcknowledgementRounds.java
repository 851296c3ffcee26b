package io.mcp.registry.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.AcknowledgementBoard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of acknowledgement that are under way. Every replica that sees a change with
 * such a wish holds one, whoever asked for it. Thread-safe.
 */
final class AcknowledgementRounds implements AcknowledgementCollector {

	private static final Logger logger = LoggerFactory.getLogger(AcknowledgementRounds.class);

	private static final Duration LIFE = Duration.ofSeconds(AcknowledgementBoard.KEPT_SECONDS);

	private final Streams streams;

	private final Replicas replicas;

	private final AcknowledgementBoard board;

	private final ToIntFunction<ServiceKey> partitions;

	private final ScheduledExecutorService timer;

	private final LongSupplier nanos;

	/** Immutable lists, mostly of one. */
	private final Map<ServiceKey, List<RoundExchange>> rounds = new ConcurrentHashMap<>();

	AcknowledgementRounds(Streams streams, Replicas replicas, AcknowledgementBoard board,
			ToIntFunction<ServiceKey> partitions, ScheduledExecutorService timer, LongSupplier nanos) {
		this.streams = streams;
		this.replicas = replicas;
		this.board = board;
		this.partitions = partitions;
		this.timer = timer;
		this.nanos = nanos;
	}

	/** The rounds of a service that are under way. */
	List<Round> of(ServiceKey service) {
		List<RoundExchange> present = this.rounds.get(service);
		return (present != null) ? present.stream().map(RoundExchange::round).toList() : List.of();
	}

	/**
	 * Begins a round, unless it has begun already.
	 * @param at when the change was committed, where that is known
	 */
	RoundExchange begin(ServiceKey service, long revision, @Nullable Instant at) {
		Round round = new Round(service, this.partitions.applyAsInt(service), revision, at, this.nanos.getAsLong());
		RoundExchange fresh = new RoundExchange(round, this.replicas, this.board, this.timer,
				(watchId) -> this.streams.acknowledge(watchId, service, revision));
		List<RoundExchange> all = this.rounds.merge(service, List.of(fresh),
				(present, one) -> find(present, revision).isPresent() ? present
						: Stream.concat(present.stream(), one.stream()).toList());
		RoundExchange begun = find(all, revision).orElse(fresh);
		if (begun == fresh) {
			this.streams.join(round);
		}
		return begun;
	}

	@Override
	public CompletionStage<Acknowledgements> collect(ServiceKey service, long revision, Duration wait) {
		return begin(service, revision, null).collect(wait);
	}

	/** An acknowledgement for a stream of another replica, if that one is alive. */
	void forward(String owner, String watchId, ServiceKey service, long revision) {
		if (!this.replicas.alive().contains(owner)) {
			return;
		}
		List<Round> covered = of(service).stream().filter((round) -> round.revision() <= revision).toList();
		if (covered.isEmpty()) {
			// This replica may not have seen the change yet.
			forward(watchId, service, revision);
		}
		covered.forEach((round) -> forward(watchId, service, round.revision()));
	}

	private void forward(String watchId, ServiceKey service, long revision) {
		this.board.forward(this.partitions.applyAsInt(service), revision, watchId).exceptionally((failure) -> {
			logger.debug("Could not forward an acknowledgement of {}", service, failure);
			return null;
		});
	}

	/** Forgets rounds for which nobody can be waiting any more. */
	void endOldOnes() {
		if (this.rounds.isEmpty()) {
			return;
		}
		long before = this.nanos.getAsLong() - LIFE.toNanos();
		for (ServiceKey service : this.rounds.keySet()) {
			this.rounds.computeIfPresent(service, (key, present) -> {
				List<RoundExchange> young = present.stream().filter((it) -> it.round().began() - before > 0).toList();
				present.stream().filter((it) -> !young.contains(it)).forEach((it) -> it.round().end());
				return young.isEmpty() ? null : young;
			});
		}
	}

	private static Optional<RoundExchange> find(List<RoundExchange> rounds, long revision) {
		return rounds.stream().filter((it) -> it.round().revision() == revision).findFirst();
	}

	/** What a round asks of the streams of this replica. */
	interface Streams {

		/** Counts the streams that carry the service, and waits for them. */
		void join(Round round);

		/** A stream has applied everything up to that revision. */
		void acknowledge(String watchId, ServiceKey service, long revision);

	}

}
