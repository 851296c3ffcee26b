package io.mcp.registry.watch;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.AcknowledgementBoard;
import io.mcp.registry.store.AcknowledgementBoard.Page;
import io.mcp.registry.store.AcknowledgementBoard.Tally;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round among the replicas. Writes to the board how this replica's streams stand: one
 * write at a time, always the newest numbers. Looks at the board while that can tell
 * something: acknowledgements of this replica's streams that arrived elsewhere, and the
 * other replicas' numbers where somebody here collects them. It looks with a growing
 * pause, so a round that nobody completes costs next to nothing. Thread-safe.
 */
final class RoundExchange {

	private static final Logger logger = LoggerFactory.getLogger(RoundExchange.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

	private static final Duration LONGEST_PAUSE_OF_A_COLLECTOR = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final Round round;

	private final Replicas replicas;

	private final AcknowledgementBoard board;

	private final ScheduledExecutorService timer;

	private final Consumer<String> arrivedElsewhere;

	private final List<Runnable> collectors = new CopyOnWriteArrayList<>();

	private final Set<String> seen = new HashSet<>();

	private volatile Page page = new Page(Map.of(), Set.of());

	private @Nullable Tally written;

	private boolean writing;

	private boolean looking;

	/**
	 * @param arrivedElsewhere takes the id of a stream of this replica whose
	 * acknowledgement another one received; told once of each
	 */
	RoundExchange(Round round, Replicas replicas, AcknowledgementBoard board, ScheduledExecutorService timer,
			Consumer<String> arrivedElsewhere) {
		this.round = round;
		this.replicas = replicas;
		this.board = board;
		this.timer = timer;
		this.arrivedElsewhere = arrivedElsewhere;
		round.onProgress(this::progress);
	}

	Round round() {
		return this.round;
	}

	/** As {@link AcknowledgementCollector#collect}. */
	CompletionStage<Acknowledgements> collect(Duration wait) {
		Set<String> asked = others();
		CompletableFuture<Acknowledgements> answer = new CompletableFuture<>();
		Runnable check = () -> {
			Acknowledgements known = known(asked);
			if (known.isComplete()) {
				answer.complete(known);
			}
		};
		return this.round.counted().thenCompose((counted) -> {
			this.collectors.add(check);
			check.run();
			if (!answer.isDone()) {
				this.timer.schedule(() -> answer.complete(known(asked)), wait.toNanos(), TimeUnit.NANOSECONDS);
				lookFromNowOn();
			}
			return answer.whenComplete((known, failure) -> this.collectors.remove(check));
		});
	}

	/**
	 * Counts also replicas that were there when it began and have died since: whoever
	 * heard of changes through them may not have found another yet.
	 */
	private Acknowledgements known(Set<String> asked) {
		Map<String, Tally> tallies = this.page.tallies();
		Tally own = this.round.tally();
		int subscribers = own.subscribers();
		int acknowledged = own.acknowledged();
		int silent = 0;
		Set<String> told = new HashSet<>(asked);
		told.addAll(others());
		for (String replica : told) {
			Tally tally = tallies.get(replica);
			if (tally != null) {
				subscribers += tally.subscribers();
				acknowledged += tally.acknowledged();
			}
			else if (asked.contains(replica)) {
				silent++;
			}
		}
		return new Acknowledgements(subscribers, acknowledged, silent);
	}

	/** Those that are alive. */
	private Set<String> others() {
		Set<String> others = new HashSet<>(this.replicas.alive());
		others.remove(this.replicas.self());
		return others;
	}

	private void progress() {
		report();
		this.collectors.forEach(Runnable::run);
		lookFromNowOn();
	}

	private void report() {
		Tally tally;
		synchronized (this) {
			tally = this.round.tally();
			if (this.writing || this.round.isOver() || tally.equals(this.written)) {
				return;
			}
			this.writing = true;
			this.written = tally;
		}
		this.board.report(this.round.partition(), this.round.revision(), this.replicas.self(), tally)
			.whenComplete((done, failure) -> {
				synchronized (this) {
					this.writing = false;
					if (failure != null) {
						// The next progress or look tries again.
						this.written = null;
						logger.debug("Could not tell of the acknowledgements of {}", this.round.service(), failure);
						return;
					}
				}
				report();
			});
	}

	private void lookFromNowOn() {
		synchronized (this) {
			if (this.looking || !isWorthALook()) {
				return;
			}
			this.looking = true;
		}
		lookAfter(SHORTEST_PAUSE);
	}

	private boolean isWorthALook() {
		return !this.round.isOver() && (this.round.tally().pending() > 0 || !this.collectors.isEmpty())
				&& !others().isEmpty();
	}

	private void lookAfter(Duration pause) {
		this.timer.schedule(() -> look(pause), pause.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void look(Duration pause) {
		synchronized (this) {
			if (!isWorthALook()) {
				this.looking = false;
				return;
			}
		}
		this.board.read(this.round.partition(), this.round.revision()).whenComplete((read, failure) -> {
			if (failure == null) {
				accept(read);
			}
			else {
				logger.debug("Could not look for the acknowledgements of {}", this.round.service(), failure);
			}
			Duration longest = this.collectors.isEmpty() ? LONGEST_PAUSE : LONGEST_PAUSE_OF_A_COLLECTOR;
			Duration next = pause.multipliedBy(2);
			lookAfter((next.compareTo(longest) < 0) ? next : longest);
		});
	}

	private void accept(Page read) {
		this.page = read;
		for (String watchId : read.forwarded()) {
			boolean isNew;
			synchronized (this) {
				isNew = this.seen.add(watchId);
			}
			if (isNew) {
				this.arrivedElsewhere.accept(watchId);
			}
		}
		report();
		this.collectors.forEach(Runnable::run);
	}

}
