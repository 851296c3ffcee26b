package io.mcp.registry.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.PartitionImage;
import io.mcp.registry.store.StoreUnavailableException;
import io.mcp.registry.store.StoredChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the change streams into the view: loads each partition, then follows its
 * stream; loads it anew after a gap, after its revisions went back, and after its data
 * was lost, and then puts back what the store lacks before it shows that. Each group of
 * partitions has one loop that never overlaps itself, so each partition has one writer.
 *
 * <p>
 * Correctness of load-then-follow: the revision is read before the records, so every
 * change that the records may lack comes by the stream, and a record that is ahead of the
 * stream is recognised by its own revision.
 */
final class ViewFeed {

	private static final Logger logger = LoggerFactory.getLogger(ViewFeed.class);

	/** How long one read waits; also how soon a wish to reload is noticed. */
	private static final Duration WAIT = Duration.ofMillis(500);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

	private static final Duration GUARD_INTERVAL = Duration.ofSeconds(1);

	/**
	 * An idle feed is confirmed every {@link #WAIT}; three of them missing is an outage.
	 */
	private static final Duration STALE_AFTER = Duration.ofMillis(1500);

	private static final Duration LONGEST_WAIT_OF_A_WRITER = Duration.ofSeconds(2);

	private final ChangeLog log;

	private final LiveView view;

	private final List<ViewListener> listeners;

	private final Restoration restoration;

	private final ScheduledExecutorService timer;

	private final LongSupplier nanos;

	private final List<PartitionFeed> partitions;

	private final List<GroupState> groups = new CopyOnWriteArrayList<>();

	private final AtomicInteger groupsAway = new AtomicInteger();

	private volatile boolean stopped;

	ViewFeed(ChangeLog log, LiveView view, List<ViewListener> listeners, Restoration restoration,
			ScheduledExecutorService timer, LongSupplier nanos) {
		this.log = log;
		this.view = view;
		this.listeners = listeners;
		this.restoration = restoration;
		this.timer = timer;
		this.nanos = nanos;
		this.partitions = IntStream.range(0, log.partitions()).mapToObj((i) -> new PartitionFeed()).toList();
		view.fedBy(this::isLoaded, this::staleness);
	}

	/** Begins to follow; the store must have been reached. */
	void start() {
		this.log.readGroups().forEach((group) -> this.groups.add(new GroupState(group, this.nanos.getAsLong())));
		this.groups.forEach(this::follow);
		this.timer.scheduleWithFixedDelay(this::guard, GUARD_INTERVAL.toMillis(), GUARD_INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	void stop() {
		this.stopped = true;
	}

	/**
	 * Completes when the view shows that revision of the partition, or waited too long.
	 */
	CompletionStage<Void> shows(int partition, long revision) {
		return this.partitions.get(partition).shows(revision, this.nanos.getAsLong());
	}

	private boolean isLoaded() {
		return this.partitions.stream().allMatch(PartitionFeed::isLoaded);
	}

	private Duration staleness(int partition) {
		for (GroupState group : this.groups) {
			if (group.partitions.contains(partition)) {
				Duration since = Duration.ofNanos(this.nanos.getAsLong() - group.confirmedAt);
				return (group.away || since.compareTo(STALE_AFTER) > 0) ? since : Duration.ZERO;
			}
		}
		return Duration.ZERO;
	}

	private void follow(GroupState group) {
		if (this.stopped) {
			return;
		}
		List<Integer> toLoad = group.partitions.stream()
			.filter((it) -> this.partitions.get(it).isReloadWanted())
			.toList();
		CompletionStage<?> step = toLoad.isEmpty() ? read(group) : load(group, toLoad);
		step.whenComplete((done, failure) -> {
			if (failure == null) {
				follow(group);
			}
			else if (!this.stopped) {
				lost(group, failure);
				// A fail-over can lose the last writes, and new ones take their
				// revisions: after a lost connection nothing read before counts.
				group.partitions.forEach((partition) -> this.partitions.get(partition).wantReload());
				this.timer.schedule(() -> follow(group), PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
			}
		});
	}

	private CompletionStage<?> load(GroupState group, List<Integer> wanted) {
		List<CompletableFuture<Integer>> loads = wanted.stream()
			.map((partition) -> load(group, partition).toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new)).thenRun(() -> {
			int restored = loads.stream().mapToInt(CompletableFuture::join).sum();
			if (restored > 0) {
				logger.warn("Redis had lost live instances; put back from memory under their leases: {}", restored);
			}
		});
	}

	/**
	 * Reads a partition, and tells how many of its instances had to be put back first.
	 */
	private CompletionStage<Integer> load(GroupState group, int partition) {
		PartitionFeed feed = this.partitions.get(partition);
		feed.reloadBegins();
		return this.log.load(partition, feed.revision())
			.thenCompose((image) -> whole(partition, feed, image))
			.thenApply((whole) -> {
				show(partition, feed, whole.image());
				confirmed(group);
				return whole.restored();
			});
	}

	/** The image, or the next one where the store lacked what this replica knows. */
	private CompletionStage<Whole> whole(int partition, PartitionFeed feed, PartitionImage image) {
		if (!feed.isLoaded()) {
			return CompletableFuture.completedStage(new Whole(image, 0));
		}
		boolean anotherLife = !image.epoch().equals(feed.epoch());
		return this.restoration.restore(partition, image, anotherLife, this.view.partition(partition))
			.thenCompose((restored) -> (restored > 0)
					? this.log.load(partition, feed.revision()).thenApply((next) -> new Whole(next, restored))
					: CompletableFuture.completedStage(new Whole(image, 0)));
	}

	private void show(int partition, PartitionFeed feed, PartitionImage image) {
		boolean wasLoaded = isLoaded();
		if (feed.isLoaded()) {
			logger.debug("Partition {} was read anew: epoch {} -> {}, revision {} -> {}", partition, feed.epoch(),
					image.epoch(), feed.revision(), image.revision());
		}
		LiveView.Replacement shown = this.view.replace(partition, image);
		this.listeners.forEach((listener) -> listener.reloaded(partition, shown.services(), shown.differing()));
		feed.reloaded(image.epoch(), image.revision());
		if (!wasLoaded && isLoaded() && this.view.markLoaded()) {
			logger.info("Ready: {} services with {} instances were read from Redis", this.view.all().size(),
					this.view.all().stream().mapToInt((service) -> service.instances().size()).sum());
		}
	}

	private CompletionStage<?> read(GroupState group) {
		Map<Integer, Long> after = group.partitions.stream()
			.collect(Collectors.toMap(Function.identity(), (it) -> this.partitions.get(it).revision()));
		return this.log.read(group.partitions, after, WAIT).thenAccept((changes) -> {
			confirmed(group);
			changes.forEach(this::accept);
		});
	}

	private void accept(StoredChange change) {
		PartitionFeed feed = this.partitions.get(change.partition());
		long next = feed.revision() + 1;
		if (feed.isReloadWanted() || change.revision() < next) {
			return;
		}
		if (change.revision() > next) {
			logger.warn("Partition {} lacks the changes {} to {}: reading it anew", change.partition(), next,
					change.revision() - 1);
			feed.wantReload();
			return;
		}
		long previous = this.view.revision(change.instance().key().service());
		ServiceSnapshot after = this.view.apply(change);
		this.listeners.forEach((listener) -> listener.changed(change, previous, after));
		feed.advance(change.revision());
	}

	/** Notices what no read can tell: that the data is another, or went back in time. */
	private void guard() {
		List<CompletableFuture<Optional<Integer>>> checks = new ArrayList<>();
		long tooLong = this.nanos.getAsLong() - LONGEST_WAIT_OF_A_WRITER.toNanos();
		for (int i = 0; i < this.partitions.size(); i++) {
			PartitionFeed feed = this.partitions.get(i);
			int given = feed.giveUpOn(tooLong);
			if (given > 0) {
				logger.warn("{} writes to partition {} were answered before this replica's view showed them", given, i);
			}
			if (feed.isFollowed()) {
				checks.add(isAnother(i, feed).toCompletableFuture());
			}
		}
		CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new)).thenRun(() -> {
			List<Integer> others = checks.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
			if (!others.isEmpty()) {
				logger.warn("Redis lost data or went back in time: reading anew the partitions {}", others);
			}
		});
	}

	/** The partition, if what Redis holds is not what was read. */
	private CompletionStage<Optional<Integer>> isAnother(int partition, PartitionFeed feed) {
		long known = feed.revision();
		String epoch = feed.epoch();
		return this.log.mark(partition).handle((mark, failure) -> {
			boolean unchanged = failure != null || (mark.revision() >= known && mark.epoch().equals(epoch));
			if (unchanged || !epoch.equals(feed.epoch())) {
				return Optional.empty();
			}
			logger.debug("Partition {}: epoch {} -> {}, revision {} -> {}", partition, epoch, mark.epoch(), known,
					mark.revision());
			feed.wantReload();
			return Optional.of(partition);
		});
	}

	private void confirmed(GroupState group) {
		group.confirmedAt = this.nanos.getAsLong();
		if (group.away) {
			group.away = false;
			if (this.groupsAway.decrementAndGet() == 0) {
				logger.info("Redis answers again; the view is fed");
			}
		}
	}

	private void lost(GroupState group, Throwable failure) {
		logger.debug("The partitions {} cannot be followed", group.partitions, failure);
		if (!group.away) {
			group.away = true;
			if (this.groupsAway.incrementAndGet() == 1) {
				logger.warn("Redis cannot be followed; reads go on from memory, writes get 503 where it does not "
						+ "answer: {}", rootMessage(failure));
			}
		}
	}

	private static String rootMessage(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof StoreUnavailableException) ? String.valueOf(cause.getMessage()) : cause.toString();
	}

	/**
	 * A partition as it is to be shown.
	 *
	 * @param image what the store holds
	 * @param restored how many instances of it the store had lost
	 */
	private record Whole(PartitionImage image, int restored) {
	}

	/** How the read of some partitions fares; written by its own loop alone. */
	private static final class GroupState {

		private final List<Integer> partitions;

		private volatile long confirmedAt;

		private volatile boolean away;

		private GroupState(List<Integer> partitions, long now) {
			this.partitions = partitions;
			this.confirmedAt = now;
		}

	}

}
