package io.mcp.registry.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import io.mcp.protocol.Change;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.PartitionImage;
import io.mcp.registry.store.PartitionMark;
import io.mcp.registry.store.StoredChange;

/** Streams that a test writes. */
final class ScriptedChangeLog implements ChangeLog {

	private final List<List<StoredChange>> streams;

	private final Map<Integer, Long> revisions = new HashMap<>();

	private final List<Integer> marked = new ArrayList<>();

	ScriptedChangeLog(int partitions) {
		this.streams = IntStream.range(0, partitions).<List<StoredChange>>mapToObj((i) -> new ArrayList<>()).toList();
	}

	/**
	 * The next change of a partition, of an instance with that id, so long after noon.
	 */
	ScriptedChangeLog change(int partition, String id, int secondsAfterNoon) {
		return change(partition, Instances.healthy("orders", id, revision(partition) + 1), secondsAfterNoon);
	}

	ScriptedChangeLog change(int partition, Instance instance, int secondsAfterNoon) {
		this.revisions.put(partition, instance.revision());
		this.streams.get(partition)
			.add(new StoredChange(partition, Change.Type.REGISTERED, 0, Instances.NOON.plusSeconds(secondsAfterNoon),
					instance, false));
		return this;
	}

	/** Only the last of a partition's changes are kept. */
	void forgetAllBut(int partition, int kept) {
		List<StoredChange> stream = this.streams.get(partition);
		stream.subList(0, stream.size() - kept).clear();
	}

	/** The partition begins again. */
	void lose(int partition) {
		this.streams.get(partition).clear();
		this.revisions.remove(partition);
	}

	/** Partitions whose mark was asked for. */
	List<Integer> marked() {
		return this.marked;
	}

	private long revision(int partition) {
		return this.revisions.getOrDefault(partition, 0L);
	}

	@Override
	public int partitions() {
		return this.streams.size();
	}

	@Override
	public CompletionStage<PartitionMark> mark(int partition) {
		this.marked.add(partition);
		return CompletableFuture.completedStage(new PartitionMark("epoch", revision(partition)));
	}

	@Override
	public CompletionStage<List<StoredChange>> history(int partition, long after, int limit) {
		return CompletableFuture.completedStage(this.streams.get(partition)
			.stream()
			.filter((change) -> change.revision() > after)
			.limit(limit)
			.toList());
	}

	@Override
	public List<List<Integer>> readGroups() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<PartitionImage> load(int partition, long seen) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<List<StoredChange>> read(List<Integer> group, Map<Integer, Long> after, Duration wait) {
		throw new UnsupportedOperationException();
	}

}
