package io.mcp.registry.watch;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.store.AcknowledgementBoard.Tally;
import org.jspecify.annotations.Nullable;

/**
 * One change that subscribers are asked to acknowledge, as far as this replica's streams
 * go. Thread-safe: every event loop counts its own streams. A stream that ends before it
 * acknowledged is soon no longer counted; whatever its client did not know, it reads when
 * it opens the next one, which joins this round if it is behind it.
 */
final class Round {

	private final ServiceKey service;

	private final int partition;

	private final long revision;

	private final @Nullable Instant at;

	private final long began;

	private final CompletableFuture<Void> counted = new CompletableFuture<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private int subscribers;

	private int acknowledged;

	private volatile boolean over;

	Round(ServiceKey service, int partition, long revision, @Nullable Instant at, long began) {
		this.service = service;
		this.partition = partition;
		this.revision = revision;
		this.at = at;
		this.began = began;
	}

	ServiceKey service() {
		return this.service;
	}

	int partition() {
		return this.partition;
	}

	long revision() {
		return this.revision;
	}

	/** When the change was committed, by the store's clock, if this replica saw it. */
	@Nullable Instant at() {
		return this.at;
	}

	/** When it began here, in nanoseconds of the hub's source. */
	long began() {
		return this.began;
	}

	/** Completes when every stream that was there at the change has been counted. */
	CompletionStage<Void> counted() {
		return this.counted.minimalCompletionStage();
	}

	boolean isCounted() {
		return this.counted.isDone();
	}

	void markCounted() {
		this.counted.complete(null);
		tell();
	}

	/** Where it stands. */
	synchronized Tally tally() {
		return new Tally(this.subscribers, this.acknowledged);
	}

	void joined() {
		synchronized (this) {
			this.subscribers++;
		}
		tell();
	}

	void acknowledged() {
		synchronized (this) {
			this.acknowledged++;
		}
		tell();
	}

	void left() {
		synchronized (this) {
			this.subscribers--;
		}
		tell();
	}

	/** Called after each step, on the thread that made it; must return quickly. */
	void onProgress(Runnable listener) {
		this.listeners.add(listener);
	}

	void ignore(Runnable listener) {
		this.listeners.remove(listener);
	}

	boolean isOver() {
		return this.over;
	}

	/** Nobody waits for it any more. */
	void end() {
		this.over = true;
		this.listeners.clear();
	}

	private void tell() {
		if (isCounted()) {
			this.listeners.forEach(Runnable::run);
		}
	}

}
