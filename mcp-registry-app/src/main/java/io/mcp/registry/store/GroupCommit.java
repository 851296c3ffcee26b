package io.mcp.registry.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Gathers what arrives while a commit is under way and sends it as the next one, in the
 * order of arrival. Alone, a request goes at once; under load the groups grow by
 * themselves. The idea is the group commit of database logs (DeWitt et al., 1984).
 *
 * <p>
 * Thread-safe; never blocks; bounded, and refuses what is too much.
 *
 * @param <T> what is asked
 * @param <R> what is answered
 */
final class GroupCommit<T, R> {

	private final Function<List<T>, CompletionStage<List<R>>> commit;

	private final int maxGroup;

	private final int maxWaiting;

	private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();

	private boolean underWay;

	GroupCommit(Function<List<T>, CompletionStage<List<R>>> commit, int maxGroup, int maxWaiting) {
		this.commit = commit;
		this.maxGroup = maxGroup;
		this.maxWaiting = maxWaiting;
	}

	/** Takes part in the next commit. */
	CompletionStage<R> submit(T item) {
		Waiting<T, R> entry = new Waiting<>(item, new CompletableFuture<>());
		synchronized (this.waiting) {
			if (this.waiting.size() >= this.maxWaiting) {
				return CompletableFuture.failedStage(StoreFailures.queueFull(this.maxWaiting));
			}
			this.waiting.add(entry);
			if (this.underWay) {
				return entry.answer();
			}
			this.underWay = true;
		}
		commitWhatWaits();
		return entry.answer();
	}

	/** A loop, not a recursion: a store that refuses at once must not grow the stack. */
	private void commitWhatWaits() {
		List<Waiting<T, R>> group = next();
		while (!group.isEmpty()) {
			List<Waiting<T, R>> current = group;
			CompletableFuture<List<R>> under = start(current).toCompletableFuture();
			if (!under.isDone()) {
				under.whenComplete((answers, failure) -> {
					answer(current, answers, failure);
					commitWhatWaits();
				});
				return;
			}
			under.whenComplete((answers, failure) -> answer(current, answers, failure));
			group = next();
		}
	}

	private List<Waiting<T, R>> next() {
		synchronized (this.waiting) {
			List<Waiting<T, R>> group = new ArrayList<>(Math.min(this.waiting.size(), this.maxGroup));
			while (group.size() < this.maxGroup) {
				Waiting<T, R> entry = this.waiting.poll();
				if (entry == null) {
					break;
				}
				group.add(entry);
			}
			if (group.isEmpty()) {
				this.underWay = false;
			}
			return group;
		}
	}

	private CompletionStage<List<R>> start(List<Waiting<T, R>> group) {
		try {
			return this.commit.apply(group.stream().map(Waiting::item).toList());
		}
		catch (RuntimeException ex) { // whatever it is belongs to those who wait
			return CompletableFuture.failedStage(ex);
		}
	}

	private void answer(List<Waiting<T, R>> group, @Nullable List<R> answers, @Nullable Throwable failure) {
		for (int i = 0; i < group.size(); i++) {
			CompletableFuture<R> one = group.get(i).answer();
			if (failure != null) {
				one.completeExceptionally(StoreFailures.translate(StoreFailures.cause(failure)));
			}
			else if (answers != null) {
				one.complete(answers.get(i));
			}
		}
	}

	private record Waiting<T, R>(T item, CompletableFuture<R> answer) {
	}

}
