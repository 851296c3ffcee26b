package io.mcp.registry.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.StatusOverride;
import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.Commit;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.Mutation;
import io.mcp.registry.store.StoreClock;
import io.mcp.registry.store.StoredChange;
import io.mcp.registry.view.ServiceSnapshot;
import io.mcp.registry.view.ViewListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes operators' overrides out of the records when they have expired. As with a lease
 * the expiry of a key decides, in the store; this only writes it down in time, the owner
 * of the partition first and the next in rank after it.
 *
 * <p>
 * {@link #sweep} is called by one thread; listeners' calls come from the feed.
 */
final class OverrideSweeper implements ViewListener {

	private static final Logger logger = LoggerFactory.getLogger(OverrideSweeper.class);

	private static final Duration STEP_IN = Duration.ofMillis(500);

	private static final int LAST_RANK = 2;

	private final InstanceStore store;

	private final Replicas replicas;

	private final StoreClock clock;

	/** Overrides that end by themselves; few at any time. */
	private final ConcurrentMap<InstanceKey, Instant> ends = new ConcurrentHashMap<>();

	OverrideSweeper(InstanceStore store, Replicas replicas, StoreClock clock) {
		this.store = store;
		this.replicas = replicas;
		this.clock = clock;
	}

	@Override
	public void reloaded(int partition, Collection<ServiceSnapshot> services, Collection<ServiceSnapshot> differing) {
		this.ends.keySet().removeIf((key) -> this.store.partitionOf(key.service()) == partition);
		services.forEach((service) -> service.instances().forEach(this::note));
	}

	@Override
	public void changed(StoredChange change, long previousRevision, ServiceSnapshot service) {
		if (change.type().removes()) {
			this.ends.remove(change.instance().key());
		}
		else {
			note(change.instance());
		}
	}

	/** Writes down every end that has come. */
	void sweep() {
		if (this.ends.isEmpty()) {
			return;
		}
		Instant now = this.clock.now();
		for (Map.Entry<InstanceKey, Instant> end : this.ends.entrySet()) {
			int rank = this.replicas.rank(this.store.partitionOf(end.getKey().service()));
			if (rank <= LAST_RANK && !now.isBefore(end.getValue().plus(STEP_IN.multipliedBy(rank)))) {
				end(end.getKey(), end.getValue(), now);
			}
		}
	}

	private void end(InstanceKey instance, Instant expected, Instant now) {
		// Asked again a step later, where the store is away or its clock is behind.
		this.ends.replace(instance, expected, now.plus(STEP_IN));
		this.store.commit(new Mutation.EndOverride(instance)).whenComplete((commit, failure) -> {
			if (commit instanceof Commit.Applied) {
				logger.info("The override of {} has expired: its own status counts again", instance);
			}
		});
	}

	private void note(Instance instance) {
		StatusOverride override = instance.override();
		Instant expiresAt = (override != null) ? override.expiresAt() : null;
		if (expiresAt != null) {
			this.ends.put(instance.key(), expiresAt);
		}
		else {
			this.ends.remove(instance.key());
		}
	}

}
