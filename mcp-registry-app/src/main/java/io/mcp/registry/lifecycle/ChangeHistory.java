package io.mcp.registry.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.Change;
import io.mcp.protocol.Changes;
import io.mcp.protocol.Problem;
import io.mcp.registry.instance.InvalidRequestException;
import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.StoredChange;
import org.jspecify.annotations.Nullable;

/**
 * One history out of the partitions' streams: merged by time, each partition in its own
 * order. A cursor holds the last revision given of each partition, so no change is missed
 * or told twice, whatever the clocks say. Thread-safe.
 */
final class ChangeHistory {

	private static final String SEPARATOR = ".";

	private final ChangeLog log;

	ChangeHistory(ChangeLog log) {
		this.log = log;
	}

	CompletionStage<Changes> read(String namespace, @Nullable String after, int limit) {
		long[] cursor = parse(after);
		List<CompletableFuture<List<StoredChange>>> pages = IntStream.range(0, cursor.length)
			.mapToObj((partition) -> this.log.history(partition, cursor[partition], limit).toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new))
			.thenApply((done) -> merge(pages.stream().map(CompletableFuture::join).toList(), cursor, namespace, limit,
					after != null));
	}

	private static Changes merge(List<List<StoredChange>> pages, long[] cursor, String namespace, int limit,
			boolean continued) {
		boolean truncated = false;
		for (int i = 0; i < cursor.length; i++) {
			List<StoredChange> page = pages.get(i);
			truncated |= continued && !page.isEmpty() && page.get(0).revision() > cursor[i] + 1;
		}
		List<Change> merged = new ArrayList<>();
		int[] next = new int[cursor.length];
		for (int oldest = oldest(pages, next, limit); merged.size() < limit
				&& oldest >= 0; oldest = oldest(pages, next, limit)) {
			StoredChange change = pages.get(oldest).get(next[oldest]++);
			cursor[oldest] = change.revision();
			if (change.instance().namespace().equals(namespace)) {
				merged.add(wire(change));
			}
		}
		String position = Arrays.stream(cursor).mapToObj(Long::toString).collect(Collectors.joining(SEPARATOR));
		return new Changes(merged, position, truncated);
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
				change.previousRevision(), change.revision(), change.at(), change.instance().info());
	}

	private long[] parse(@Nullable String after) {
		long[] cursor = new long[this.log.partitions()];
		if (after == null) {
			return cursor;
		}
		String[] parts = after.split("\\" + SEPARATOR, -1);
		try {
			if (parts.length == 1) {
				Arrays.fill(cursor, Long.parseUnsignedLong(parts[0]));
			}
			else if (parts.length == cursor.length) {
				Arrays.setAll(cursor, (i) -> Long.parseUnsignedLong(parts[i]));
			}
			else {
				throw bad(after);
			}
		}
		catch (NumberFormatException ex) {
			throw bad(after);
		}
		return cursor;
	}

	private static InvalidRequestException bad(String after) {
		return new InvalidRequestException(List.of(new Problem.FieldError("after",
				"was '" + after + "' (expected: 'next' of an earlier page, or a revision)")));
	}

}
