package io.mcp.registry.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import io.mcp.registry.instance.InstanceKey;

/** The next look at each instance, at most one for each. Thread-safe. */
final class Deadlines {

	/** By difference, because the nanosecond clock may overflow. */
	private static final Comparator<Deadline> BY_TIME = (a, b) -> Long.signum(a.dueAt() - b.dueAt());

	private final NavigableSet<Deadline> queue = new TreeSet<>(
			BY_TIME.thenComparing((deadline) -> deadline.instance().service())
				.thenComparing((deadline) -> deadline.instance().id()));

	private final Map<InstanceKey, Deadline> current = new HashMap<>();

	/** Sets the next look, whatever was set before. */
	synchronized void set(Deadline deadline) {
		drop(deadline.instance());
		this.current.put(deadline.instance(), deadline);
		this.queue.add(deadline);
	}

	/**
	 * Sets the next look where none is set: for answers that may be older than what is.
	 */
	synchronized void setIfNone(Deadline deadline) {
		if (!this.current.containsKey(deadline.instance())) {
			set(deadline);
		}
	}

	synchronized void drop(InstanceKey instance) {
		Deadline dropped = this.current.remove(instance);
		if (dropped != null) {
			this.queue.remove(dropped);
		}
	}

	/** Takes what is due. */
	synchronized List<Deadline> due(long now, int limit) {
		List<Deadline> due = new ArrayList<>();
		while (due.size() < limit && !this.queue.isEmpty() && this.queue.first().dueAt() - now <= 0) {
			Deadline first = this.queue.first();
			drop(first.instance());
			due.add(first);
		}
		return due;
	}

	synchronized int size() {
		return this.queue.size();
	}

}
