package io.mcp.registry.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mcp.protocol.Health;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.Commit;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.Mutation;
import io.mcp.registry.store.PartitionImage;
import io.mcp.registry.store.StoredChange;
import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what the store has lost and this replica still knows: a Redis that came back
 * empty or older, or a fail-over that dropped the last writes.
 *
 * <p>
 * An instance that is known but no longer stored has either left, and then the change
 * stream says so, for both are written by one script; or it was lost. Where the stream no
 * longer reaches back far enough to tell, it counts as gone, unless the data is another
 * altogether. It comes back under its old lease with its whole ttl, so that its next
 * heartbeat is an ordinary one; one that died meanwhile leaves with that lease. All
 * replicas may do the same at once: the store takes each instance once.
 *
 * <p>
 * Thread-safe.
 */
final class Restoration {

	/** Well below what a queue of the store holds. */
	private static final int AT_ONCE = 500;

	private static final int PAGE = 1000;

	/**
	 * Changes that a fail-over may have lost: others took their revisions, so what they
	 * tell stands below what is known.
	 */
	private static final int OVERLAP = 1000;

	private final InstanceStore store;

	private final ChangeLog log;

	private final Counter restored;

	Restoration(InstanceStore store, ChangeLog log, Counter restored) {
		this.store = store;
		this.log = log;
		this.restored = restored;
	}

	/**
	 * Compares and puts back.
	 * @param partition which
	 * @param image what the store holds
	 * @param anotherLife whether its data is another than that from which the known
	 * instances came
	 * @param known what this replica has shown so far
	 * @return how many were missing and are stored again; fails where the store does
	 */
	CompletionStage<Integer> restore(int partition, PartitionImage image, boolean anotherLife,
			Collection<ServiceSnapshot> known) {
		Map<InstanceKey, Instance> stored = image.instances()
			.values()
			.stream()
			.flatMap(List::stream)
			.collect(Collectors.toMap(Instance::key, Function.identity()));
		List<Instance> missing = known.stream()
			.flatMap((service) -> service.instances().stream())
			.filter((instance) -> instance.health() != Health.FAILED)
			.filter((instance) -> isMissing(instance, stored.get(instance.key()), anotherLife))
			.toList();
		if (missing.isEmpty()) {
			return CompletableFuture.completedStage(0);
		}
		long oldest = missing.stream().mapToLong(Instance::revision).min().orElse(0);
		long needed = anotherLife ? 0 : oldest;
		return lastChanges(partition, Math.max(0, needed - OVERLAP), needed, new HashMap<>()).thenCompose((last) -> {
			List<Instance> lost = missing.stream().filter((instance) -> last.tellsNoDepartureOf(instance)).toList();
			return putBack(lost, 0);
		});
	}

	/** An instance that registered again in the new life may still lack its override. */
	private static boolean isMissing(Instance known, @Nullable Instance stored, boolean anotherLife) {
		return stored == null || (anotherLife && known.override() != null && stored.override() == null);
	}

	/**
	 * What happened last to each instance.
	 * @param after where to read on
	 * @param needed revision from which on nothing may lack; 0 where nothing need be told
	 */
	private CompletionStage<LastChanges> lastChanges(int partition, long after, long needed,
			Map<InstanceKey, StoredChange> last) {
		return this.log.history(partition, after, PAGE).thenCompose((page) -> {
			boolean gap = needed > 0 && !page.isEmpty() && page.get(0).revision() > Math.max(needed, after) + 1;
			page.forEach((change) -> last.put(change.instance().key(), change));
			if (gap || page.size() < PAGE) {
				return CompletableFuture.completedStage(new LastChanges(last, !gap));
			}
			return lastChanges(partition, page.get(page.size() - 1).revision(), needed, last);
		});
	}

	private CompletionStage<Integer> putBack(List<Instance> lost, int from) {
		if (from >= lost.size()) {
			return CompletableFuture.completedStage(lost.size());
		}
		int to = Math.min(from + AT_ONCE, lost.size());
		List<CompletableFuture<Commit>> commits = new ArrayList<>();
		for (Instance instance : lost.subList(from, to)) {
			commits.add(this.store.commit(new Mutation.Restore(instance)).toCompletableFuture());
		}
		return CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new)).thenCompose((done) -> {
			this.restored
				.increment(commits.stream().filter((commit) -> commit.join() instanceof Commit.Applied).count());
			return putBack(lost, to);
		});
	}

	/**
	 * What the stream tells.
	 *
	 * @param byKey the last change of each instance
	 * @param isComplete whether no change that may matter has been trimmed
	 */
	private record LastChanges(Map<InstanceKey, StoredChange> byKey, boolean isComplete) {

		/**
		 * The same id may have left before it came back, and the stream may have lost
		 * that it came back; so a departure counts for the lease that it ended, and for
		 * whatever was registered before it.
		 */
		boolean tellsNoDepartureOf(Instance known) {
			StoredChange change = this.byKey.get(known.key());
			boolean left = change != null && change.type().removes()
					&& (change.instance().leaseId().equals(known.leaseId())
							|| change.at().isAfter(known.registeredAt()));
			return this.isComplete && !left;
		}

	}

}
