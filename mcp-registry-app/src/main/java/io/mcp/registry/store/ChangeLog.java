package io.mcp.registry.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The store's changes in their order, one stream for each partition. Thread-safe, except
 * that one group has one reader.
 */
public interface ChangeLog {

	/** How many partitions there are, numbered from 0. */
	int partitions();

	/** Which partitions one {@link #read} can follow together. */
	List<List<Integer>> readGroups();

	/**
	 * Everything in a partition. Changes made meanwhile may or may not be in it; reading
	 * on from {@link PartitionImage#revision} brings them all. Data that is behind what
	 * the caller has seen begins a new life, above all that he has seen.
	 * @param partition which
	 * @param seen the highest revision of it that the caller has seen; 0 for none
	 */
	CompletionStage<PartitionImage> load(int partition, long seen);

	/** Where the partition stands. */
	CompletionStage<PartitionMark> mark(int partition);

	/**
	 * Changes after the given revisions, in order within each partition; waits for the
	 * first one.
	 * @param group one of {@link #readGroups()}
	 * @param after for each partition of the group the last revision known
	 * @param wait how long to wait; the answer is empty afterwards
	 */
	CompletionStage<List<StoredChange>> read(List<Integer> group, Map<Integer, Long> after, Duration wait);

	/** Kept changes of a partition after a revision, oldest first. */
	CompletionStage<List<StoredChange>> history(int partition, long after, int limit);

}
