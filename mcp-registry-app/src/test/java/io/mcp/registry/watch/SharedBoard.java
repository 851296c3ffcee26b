package io.mcp.registry.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mcp.registry.store.AcknowledgementBoard;
import io.mcp.registry.store.StoreUnavailableException;

/** A board in memory, for the replicas of one test. Can be away. */
final class SharedBoard implements AcknowledgementBoard {

	private final Map<Long, Map<String, Tally>> tallies = new HashMap<>();

	private final Map<Long, Set<String>> forwarded = new HashMap<>();

	private volatile boolean away;

	void away() {
		this.away = true;
	}

	@Override
	public CompletionStage<Void> report(int partition, long revision, String replica, Tally tally) {
		return answer(() -> this.tallies.computeIfAbsent(revision, (key) -> new HashMap<>()).put(replica, tally));
	}

	@Override
	public CompletionStage<Void> forward(int partition, long revision, String watchId) {
		return answer(() -> this.forwarded.computeIfAbsent(revision, (key) -> new HashSet<>()).add(watchId));
	}

	@Override
	public synchronized CompletionStage<Page> read(int partition, long revision) {
		return this.away ? failed()
				: CompletableFuture.completedStage(new Page(this.tallies.getOrDefault(revision, Map.of()),
						this.forwarded.getOrDefault(revision, Set.of())));
	}

	private synchronized CompletionStage<Void> answer(Runnable change) {
		if (this.away) {
			return failed();
		}
		change.run();
		return CompletableFuture.completedStage(null);
	}

	private static <T> CompletionStage<T> failed() {
		return CompletableFuture.failedStage(new StoreUnavailableException("away", Duration.ofSeconds(1), null));
	}

}
