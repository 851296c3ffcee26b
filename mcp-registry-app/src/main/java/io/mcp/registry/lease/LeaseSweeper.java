package io.mcp.registry.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.Health;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.Commit;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.Mutation;
import io.mcp.registry.store.StoredChange;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.view.ServiceSnapshot;
import io.mcp.registry.view.ViewListener;
import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices leases that have ended, and deletes what remains of them after the retention.
 *
 * <p>
 * Heartbeats touch nothing but the lease key and may come through any replica, so nobody
 * hears of them here. Instead each lease is asked for when it would end if nobody had
 * renewed it; a lease that still runs is asked for again at its new end. Redis's
 * expired-key events would be simpler, but they come late and get lost. The owner of a
 * partition asks at the end itself, the second in rank {@link #STEP_IN} later, the third
 * as much after that, so that the death of an owner delays nothing by more. All may write
 * the same transition: the store takes it once.
 *
 * <p>
 * {@link #sweep} is called by one thread; listeners' calls come from the feed.
 */
final class LeaseSweeper implements ViewListener {

	/** How often to call {@link #sweep}. */
	static final Duration INTERVAL = Duration.ofMillis(100);

	private static final Logger logger = LoggerFactory.getLogger(LeaseSweeper.class);

	/** Enough for the last of the three to be in time too. */
	private static final Duration STEP_IN = Duration.ofMillis(350);

	/** Owner, second and third: the death of any two at once delays nothing. */
	private static final int LAST_RANK = 2;

	private static final Duration ASK_AGAIN = Duration.ofMillis(300);

	/**
	 * A process that was stopped, or its machine, for so long may have missed heartbeats.
	 */
	private static final Duration STOOD_STILL = Duration.ofSeconds(5);

	private static final int MAX_ASKED = 1000;

	private static final int MAX_ROUNDS = 50;

	private final InstanceStore store;

	private final RegistryView view;

	private final Replicas replicas;

	/** One for each partition: on Cluster some may be away while others are not. */
	private final List<ExpiryHold> holds;

	private final Duration retention;

	private final InstantSource clock;

	private final LongSupplier nanos;

	private final Counter ended;

	private final Deadlines deadlines = new Deadlines();

	private final Set<Integer> lookedAfter = ConcurrentHashMap.newKeySet();

	private boolean onTheRoll;

	private long sweptAt;

	LeaseSweeper(InstanceStore store, RegistryView view, Replicas replicas, Duration retention, InstantSource clock,
			LongSupplier nanos, Counter ended) {
		this.store = store;
		this.view = view;
		this.replicas = replicas;
		this.holds = IntStream.range(0, store.partitions()).mapToObj((partition) -> new ExpiryHold()).toList();
		this.retention = retention;
		this.clock = clock;
		this.nanos = nanos;
		this.ended = ended;
	}

	@Override
	public void reloaded(int partition, Collection<ServiceSnapshot> services, Collection<ServiceSnapshot> differing) {
		if (this.lookedAfter.contains(partition)) {
			services.forEach(this::lookAtAll);
		}
	}

	@Override
	public void changed(StoredChange change, long previousRevision, ServiceSnapshot service) {
		if (!this.lookedAfter.contains(change.partition())) {
			return;
		}
		Instance instance = change.instance();
		switch (change.type()) {
			case REGISTERED -> {
				if (instance.isLeased()) {
					schedule(instance.key(), instance.leaseTtl().plus(turn(change.partition())), true);
				}
			}
			// A new registration of a live instance, or a change that left the lease
			// alone.
			case UPDATED -> {
				if (instance.isLeased()) {
					schedule(instance.key(), Duration.ZERO, true);
				}
			}
			case EXPIRED -> schedule(instance.key(), this.retention, true);
			case DEREGISTERED, REMOVED -> this.deadlines.drop(instance.key());
		}
	}

	/** Looks at everything that is due. */
	void sweep() {
		long now = this.nanos.getAsLong();
		if (!this.view.isLoaded() || this.replicas.alive().isEmpty()) {
			return;
		}
		if (!this.onTheRoll) {
			this.onTheRoll = true;
			long thereSince = now - this.replicas.ageOnArrival().toNanos();
			this.holds.forEach((hold) -> hold.registryIsThereSince(thereSince));
		}
		else if (now - this.sweptAt > STOOD_STILL.toNanos()) {
			this.holds.forEach((hold) -> hold.lookedAway(now));
		}
		this.sweptAt = now;
		for (int partition = 0; partition < this.holds.size(); partition++) {
			this.holds.get(partition).storeIsAway(!this.view.staleness(partition).isZero(), now);
		}
		takeOver();
		List<Deadline> due = this.deadlines.due(now, MAX_ASKED);
		for (int round = 0; !due.isEmpty() && round < MAX_ROUNDS; round++) {
			due.stream()
				.collect(Collectors.groupingBy((it) -> this.store.partitionOf(it.instance().service())))
				.forEach(this::look);
			due = this.deadlines.due(now, MAX_ASKED);
		}
	}

	private void takeOver() {
		Set<Integer> gained = new HashSet<>();
		for (int partition = 0; partition < this.store.partitions(); partition++) {
			if (this.replicas.rank(partition) > LAST_RANK) {
				this.lookedAfter.remove(partition);
			}
			else if (this.lookedAfter.add(partition)) {
				gained.add(partition);
			}
		}
		if (!gained.isEmpty()) {
			this.view.all()
				.stream()
				.filter((service) -> gained.contains(this.store.partitionOf(service.key())))
				.forEach(this::lookAtAll);
		}
	}

	private void lookAtAll(ServiceSnapshot service) {
		for (Instance instance : service.instances()) {
			if (instance.isLeased()) {
				schedule(instance.key(), Duration.ZERO, false);
			}
		}
	}

	private void look(int partition, List<Deadline> due) {
		if (!this.lookedAfter.contains(partition)) {
			return;
		}
		if (this.holds.get(partition).isStoreAway()) {
			due.forEach((deadline) -> scheduleIfNone(deadline.instance(), ASK_AGAIN, deadline.seenAlive()));
			return;
		}
		Map<Boolean, List<Deadline>> listed = due.stream()
			.filter((deadline) -> find(deadline).isPresent())
			.collect(Collectors.partitioningBy((deadline) -> hasFailed(deadline)));
		listed.getOrDefault(true, List.of()).forEach(this::bury);
		List<Deadline> running = listed.getOrDefault(false, List.of());
		if (!running.isEmpty()) {
			this.store.remaining(partition, running.stream().map(Deadline::instance).toList())
				.whenComplete((answers, failure) -> answered(partition, running, answers));
		}
	}

	private void answered(int partition, List<Deadline> asked, @Nullable List<OptionalLong> answers) {
		for (int i = 0; i < asked.size(); i++) {
			Deadline deadline = asked.get(i);
			if (answers == null) {
				scheduleIfNone(deadline.instance(), ASK_AGAIN, deadline.seenAlive());
			}
			else if (answers.get(i).isPresent()) {
				Duration left = Duration.ofMillis(Math.min(answers.get(i).getAsLong(), Integer.MAX_VALUE));
				scheduleIfNone(deadline.instance(), left.plus(turn(partition)), true);
			}
			else {
				// The other replica in rank may have written it while Redis was asked.
				find(deadline).filter((instance) -> instance.health() != Health.FAILED)
					.ifPresent((instance) -> ended(instance, deadline));
			}
		}
	}

	private void ended(Instance instance, Deadline deadline) {
		ExpiryHold hold = this.holds.get(this.store.partitionOf(deadline.instance().service()));
		Duration held = hold.remaining(instance.leaseTtl(), deadline.seenAlive(), this.nanos.getAsLong());
		if (!held.isZero()) {
			scheduleIfNone(deadline.instance(), held, deadline.seenAlive());
			return;
		}
		Mutation expire = new Mutation.Expire(instance,
				instance.failed(this.clock.instant().truncatedTo(ChronoUnit.MILLIS)));
		this.store.commit(expire).whenComplete((commit, failure) -> {
			if (commit instanceof Commit.Applied) {
				this.ended.increment();
				logger.info("The lease of {} at {}:{} has ended ({} s without a heartbeat): off the list",
						instance.key(), instance.host(), instance.port(), instance.ttl());
			}
			else {
				// Renewed, changed or noted by the other replica; or the store went away.
				scheduleIfNone(deadline.instance(), ASK_AGAIN, deadline.seenAlive());
			}
		});
	}

	private void bury(Deadline deadline) {
		find(deadline).filter(Instance::ephemeral).ifPresent((instance) -> {
			Instant failedAt = (instance.failedAt() != null) ? instance.failedAt() : instance.registeredAt();
			Duration left = Duration.between(this.clock.instant(), failedAt.plus(this.retention));
			if (!left.isNegative() && !left.isZero()) {
				scheduleIfNone(deadline.instance(), left, true);
				return;
			}
			this.store.commit(new Mutation.Remove(instance)).whenComplete((commit, failure) -> {
				if (!(commit instanceof Commit.Applied)) {
					scheduleIfNone(deadline.instance(), ASK_AGAIN, true);
				}
			});
		});
	}

	/** For changes: what they say is the latest. */
	private void schedule(InstanceKey instance, Duration in, boolean seenAlive) {
		this.deadlines.set(deadline(instance, in, seenAlive));
	}

	/** For answers: a change that came meanwhile knows better. */
	private void scheduleIfNone(InstanceKey instance, Duration in, boolean seenAlive) {
		this.deadlines.setIfNone(deadline(instance, in, seenAlive));
	}

	private Deadline deadline(InstanceKey instance, Duration in, boolean seenAlive) {
		return new Deadline(instance, this.nanos.getAsLong() + in.toNanos(), seenAlive);
	}

	/** A lease ends at the owner first. */
	private Duration turn(int partition) {
		return STEP_IN.multipliedBy(Math.min(this.replicas.rank(partition), LAST_RANK));
	}

	private boolean hasFailed(Deadline deadline) {
		return find(deadline).filter((instance) -> instance.health() == Health.FAILED).isPresent();
	}

	private Optional<Instance> find(Deadline deadline) {
		InstanceKey key = deadline.instance();
		return this.view.service(key.service()).flatMap((service) -> service.instance(key.id()));
	}

}
