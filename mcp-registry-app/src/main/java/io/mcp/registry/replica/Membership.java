package io.mcp.registry.replica;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mcp.registry.store.ReplicaStore;
import io.mcp.registry.view.ViewReadiness;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps this replica on the roll and remembers who else is on it. While the store is away
 * the last roll counts: it is the same for all who cannot read another. It gets on the
 * roll only when its view is loaded, because a replica on the roll is relied on.
 */
final class Membership implements Replicas, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Membership.class);

	private static final int ANNOUNCEMENTS_PER_LEASE = 3;

	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private final ReplicaStore store;

	private final ViewReadiness readiness;

	private final String self;

	private final Duration lease;

	private final int partitions;

	private final ScheduledExecutorService timer;

	private volatile List<String> alive = List.of();

	private volatile Duration ageOnArrival = Duration.ZERO;

	private boolean disagrees;

	private volatile boolean running;

	Membership(ReplicaStore store, ViewReadiness readiness, String self, Duration lease, int partitions,
			ScheduledExecutorService timer) {
		this.store = store;
		this.readiness = readiness;
		this.self = self;
		this.lease = lease;
		this.partitions = partitions;
		this.timer = timer;
	}

	@Override
	public String self() {
		return this.self;
	}

	@Override
	public List<String> alive() {
		return this.alive;
	}

	/** Until it is on the roll a replica looks after nothing. */
	@Override
	public int rank(int partition) {
		List<String> replicas = this.alive;
		return replicas.isEmpty() ? Integer.MAX_VALUE : RendezvousRanks.rank(this.self, replicas, partition);
	}

	@Override
	public Duration ageOnArrival() {
		return this.ageOnArrival;
	}

	@Override
	public void start() {
		this.running = true;
		long interval = this.lease.toMillis() / ANNOUNCEMENTS_PER_LEASE;
		this.readiness.loaded()
			.thenRun(() -> this.timer.scheduleWithFixedDelay(this::announce, 0, interval, TimeUnit.MILLISECONDS));
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.shutdownNow();
		this.store.withdraw(this.self)
			.toCompletableFuture()
			.completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((failure) -> {
				logger.debug("Could not leave the roll of replicas; the lease ends in {}", this.lease, failure);
				return null;
			})
			.join();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return 300;
	}

	private void announce() {
		this.store.announce(this.self, this.self, this.lease, this.partitions).whenComplete((roll, failure) -> {
			if (failure == null) {
				accept(roll);
			}
			else {
				logger.debug("Could not renew this replica's own lease", failure);
			}
		});
	}

	private void accept(ReplicaStore.@Nullable Roll roll) {
		if (roll == null || !this.running) {
			return;
		}
		if (roll.partitions() != this.partitions) {
			this.alive = List.of();
			if (!this.disagrees) {
				this.disagrees = true;
				logger.error("mcp.registry.partitions is {} here, but the data is divided into {}: this replica looks "
						+ "after nothing until they agree", this.partitions, roll.partitions());
			}
			return;
		}
		this.disagrees = false;
		List<String> replicas = roll.replicas().stream().sorted().toList();
		if (!replicas.equals(this.alive)) {
			if (this.alive.isEmpty()) {
				this.ageOnArrival = roll.age();
			}
			this.alive = replicas;
			logger.info("Replicas of this registry: {}", replicas);
		}
	}

}
