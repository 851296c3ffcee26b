package io.mcp.registry.view;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How far one partition has been read. Thread-safe: the feed moves it on, the guard asks
 * for a reload, writers wait for their own change.
 */
final class PartitionFeed {

	private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::revision));

	private volatile long revision;

	private volatile String epoch = "";

	private volatile boolean loaded;

	private volatile boolean reloadWanted = true;

	private volatile boolean reloading;

	long revision() {
		return this.revision;
	}

	String epoch() {
		return this.epoch;
	}

	boolean isLoaded() {
		return this.loaded;
	}

	boolean isReloadWanted() {
		return this.reloadWanted;
	}

	/** Whether changes are being read, and not the whole. */
	boolean isFollowed() {
		return this.loaded && !this.reloadWanted && !this.reloading;
	}

	void wantReload() {
		this.reloadWanted = true;
	}

	/**
	 * Taken before the reload begins, so that a wish that comes meanwhile is not lost.
	 */
	void reloadBegins() {
		this.reloadWanted = false;
		this.reloading = true;
	}

	/**
	 * The partition was read anew: whoever waited has his change in it, or it is lost.
	 */
	void reloaded(String epoch, long revision) {
		this.epoch = epoch;
		this.revision = revision;
		this.loaded = true;
		this.reloading = false;
		release(Long.MAX_VALUE);
	}

	void advance(long revision) {
		this.revision = revision;
		release(revision);
	}

	/**
	 * Completes when the view shows that revision.
	 * @param now for {@link #giveUpOn}, in nanoseconds of any origin
	 */
	CompletionStage<Void> shows(long revision, long now) {
		if (this.revision >= revision) {
			return CompletableFuture.completedStage(null);
		}
		Waiter waiter = new Waiter(revision, now, new CompletableFuture<>());
		synchronized (this.waiters) {
			this.waiters.add(waiter);
		}
		if (this.revision >= revision) {
			release(this.revision);
		}
		return waiter.shown();
	}

	/** Lets everybody go who has waited since before that moment. */
	int giveUpOn(long since) {
		List<Waiter> tired;
		synchronized (this.waiters) {
			tired = this.waiters.stream().filter((waiter) -> waiter.since() - since < 0).toList();
			this.waiters.removeAll(tired);
		}
		tired.forEach((waiter) -> waiter.shown().complete(null));
		return tired.size();
	}

	private void release(long upTo) {
		while (true) {
			Waiter first;
			synchronized (this.waiters) {
				first = this.waiters.peek();
				if (first == null || first.revision() > upTo) {
					return;
				}
				this.waiters.remove();
			}
			first.shown().complete(null);
		}
	}

	private record Waiter(long revision, long since, CompletableFuture<Void> shown) {
	}

}
