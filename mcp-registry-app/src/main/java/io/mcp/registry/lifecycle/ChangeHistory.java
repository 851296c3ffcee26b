package io.mcp.registry.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.Change;
import io.mcp.protocol.Changes;
import io.mcp.protocol.Problem;
import io.mcp.registry.instance.InvalidRequestException;
import io.mcp.registry.instance.Quoted;
import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.StoredChange;
import org.jspecify.annotations.Nullable;

/**
 * One history out of the partitions' streams: merged by time, each partition in its own
 * order. A cursor holds the last revision given of each partition, so no change is missed
 * or told twice, whatever the clocks say. A partition that has not come as far as its
 * cursor lost its data and counts from the beginning again; so does the reader.
 * Thread-safe.
 */
final class ChangeHistory {

	private static final String SEPARATOR = ".";

	/** A revision; what has more digits may not fit into a {@code long}. */
	private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

	private final ChangeLog log;

	ChangeHistory(ChangeLog log) {
		this.log = log;
	}

	CompletionStage<Changes> read(String namespace, @Nullable String after, int limit) {
		List<Long> positions = parse(after);
		boolean ofEachPartition = positions.size() == this.log.partitions();
		List<CompletableFuture<Page>> pages = IntStream.range(0, this.log.partitions())
			.mapToObj((partition) -> page(partition, positions.get(ofEachPartition ? partition : 0), limit,
					ofEachPartition)
				.toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new))
			.thenApply((done) -> merge(pages.stream().map(CompletableFuture::join).toList(), namespace, limit,
					after != null));
	}

	private CompletionStage<Page> page(int partition, long after, int limit, boolean ofThisPartition) {
		return this.log.history(partition, after, limit).thenCompose((changes) -> {
			Page page = new Page(after, changes, !changes.isEmpty() && changes.get(0).revision() > after + 1);
			return (changes.isEmpty() && after > 0) ? this.log.mark(partition).thenCompose((mark) -> {
				if (mark.revision() >= after) {
					return CompletableFuture.completedStage(page);
				}
				return ofThisPartition ? fromTheBeginning(partition, limit)
						: CompletableFuture.completedStage(new Page(mark.revision(), List.of(), false));
			}) : CompletableFuture.completedStage(page);
		});
	}

	private CompletionStage<Page> fromTheBeginning(int partition, int limit) {
		return this.log.history(partition, 0, limit).thenApply((changes) -> new Page(0, changes, true));
	}

	private static Changes merge(List<Page> pages, String namespace, int limit, boolean continued) {
		long[] cursor = pages.stream().mapToLong(Page::after).toArray();
		List<List<StoredChange>> changes = pages.stream().map(Page::changes).toList();
		List<Change> merged = new ArrayList<>();
		int[] next = new int[cursor.length];
		for (int oldest = oldest(changes, next, limit); merged.size() < limit
				&& oldest >= 0; oldest = oldest(changes, next, limit)) {
			StoredChange change = changes.get(oldest).get(next[oldest]++);
			cursor[oldest] = change.revision();
			if (change.instance().namespace().equals(namespace)) {
				merged.add(wire(change));
			}
		}
		String position = Arrays.stream(cursor).mapToObj(Long::toString).collect(Collectors.joining(SEPARATOR));
		return new Changes(merged, position, continued && pages.stream().anyMatch(Page::isTruncated));
	}

	/**
	 * The partition whose next change is the oldest; -1 where none is left, or where one
	 * partition's page is used up and older changes may follow.
	 */
	private static int oldest(List<List<StoredChange>> pages, int[] next, int limit) {
		int oldest = -1;
		for (int i = 0; i < next.length; i++) {
			List<StoredChange> page = pages.get(i);
			if (next[i] == page.size()) {
				if (page.size() == limit) {
					return -1;
				}
				continue;
			}
			if (oldest < 0 || page.get(next[i]).at().isBefore(pages.get(oldest).get(next[oldest]).at())) {
				oldest = i;
			}
		}
		return oldest;
	}

	private static Change wire(StoredChange change) {
		return new Change(change.type(), change.instance().namespace(), change.instance().serviceName(),
				change.previousRevision(), change.revision(), change.at(), change.instance().info(),
				change.acknowledge());
	}

	/** A position for each partition, or one for all. */
	private List<Long> parse(@Nullable String after) {
		if (after == null) {
			return List.of(0L);
		}
		List<String> parts = List.of(after.split(Pattern.quote(SEPARATOR), -1));
		boolean complete = parts.size() == 1 || parts.size() == this.log.partitions();
		if (!complete || !parts.stream().allMatch(REVISION.asMatchPredicate())) {
			throw new InvalidRequestException(List.of(new Problem.FieldError("after",
					"was " + Quoted.of(after) + " (expected: 'next' of an earlier page, or a revision)")));
		}
		return parts.stream().map(Long::valueOf).toList();
	}

	/**
	 * What a partition has to tell.
	 *
	 * @param after revision after which the changes begin
	 * @param changes oldest first
	 * @param isTruncated whether changes before them are gone
	 */
	private record Page(long after, List<StoredChange> changes, boolean isTruncated) {
	}

}
