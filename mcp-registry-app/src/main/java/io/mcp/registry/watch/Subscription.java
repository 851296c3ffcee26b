package io.mcp.registry.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.mcp.registry.instance.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * One service on one stream. Keeps the deltas that its reader has not taken yet, a few;
 * beyond that, or where a delta does not follow on what the reader has, the newest state
 * takes their place. Confined to the stream's event loop.
 */
final class Subscription {

	/** Beyond that a snapshot is less to write, and surely less to keep. */
	static final int MAX_DELTAS = 16;

	private final LiveWatch watch;

	private final ServiceKey service;

	private final String name;

	/** What the reader has once everything kept here is written. */
	private long revision;

	private boolean snapshotNeeded;

	private @Nullable Queue<WatchEvent.Delta> deltas;

	private @Nullable List<Round> awaited;

	private long acknowledged = Long.MIN_VALUE;

	/** Its place in the {@link Audience}. */
	private int place;

	Subscription(LiveWatch watch, WatchRequest.Service request) {
		this.watch = watch;
		this.service = request.key();
		this.name = request.name();
	}

	ServiceKey service() {
		return this.service;
	}

	String name() {
		return this.name;
	}

	boolean isQuery() {
		return this.watch.isQuery();
	}

	int place() {
		return this.place;
	}

	void place(int place) {
		this.place = place;
	}

	/** The reader has that revision. */
	void startAt(long revision) {
		this.revision = revision;
	}

	boolean hasPending() {
		return this.snapshotNeeded || (this.deltas != null && !this.deltas.isEmpty());
	}

	/** A change of the service, in its order. */
	void changed(WatchEvent.Delta delta) {
		if (this.snapshotNeeded) {
			return;
		}
		if (delta.revision() < this.revision) {
			return; // read from the view already
		}
		if (delta.previousRevision() == delta.revision()) {
			// The view had read ahead of this change, and has now caught up with
			// itself.
			needSnapshot();
		}
		else if (delta.revision() == this.revision) {
			return;
		}
		else if (delta.previousRevision() != this.revision) {
			needSnapshot();
		}
		else if (this.deltas != null && this.deltas.size() == MAX_DELTAS) {
			this.watch.coalesced(MAX_DELTAS + 1);
			needSnapshot();
		}
		else {
			keep(delta);
		}
	}

	/** Whatever the reader has no longer counts. */
	void needSnapshot() {
		boolean wasPending = hasPending();
		this.snapshotNeeded = true;
		this.deltas = null;
		if (!wasPending) {
			this.watch.pending(this);
		}
	}

	/** What to write next; there is something. */
	WatchEvent next() {
		if (this.snapshotNeeded || this.deltas == null) {
			this.snapshotNeeded = false;
			WatchEvent.Snapshot snapshot = this.watch.snapshot(this);
			this.revision = snapshot.revision();
			return snapshot;
		}
		return this.deltas.remove();
	}

	/** The stream's acknowledgement is waited for, unless it has come. */
	void await(Round round) {
		if (this.acknowledged >= round.revision() || (this.awaited != null && this.awaited.contains(round))) {
			return;
		}
		if (this.awaited == null) {
			this.awaited = new ArrayList<>(1);
		}
		this.awaited.removeIf(Round::isOver);
		this.awaited.add(round);
		round.joined();
	}

	/** The reader has applied everything up to that revision. */
	void acknowledge(long revision) {
		this.acknowledged = Math.max(this.acknowledged, revision);
		if (this.awaited != null) {
			this.awaited.removeIf((round) -> {
				boolean covered = round.revision() <= revision;
				if (covered) {
					round.acknowledged();
					this.watch.acknowledged(round);
				}
				return covered;
			});
		}
	}

	/** Nothing of this stream is waited for any more. */
	void end() {
		if (this.awaited != null) {
			this.watch.leave(this.awaited);
			this.awaited = null;
		}
	}

	private void keep(WatchEvent.Delta delta) {
		boolean wasPending = hasPending();
		if (this.deltas == null) {
			this.deltas = new ArrayDeque<>(2);
		}
		this.deltas.add(delta);
		this.revision = delta.revision();
		if (!wasPending) {
			this.watch.pending(this);
		}
	}

}
