package io.mcp.registry.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import io.mcp.registry.instance.InstanceKey;

/**
 * The next look at each instance, at most one for each. Thread-safe. A deadline that was
 * replaced stays in the queue and is dropped when its turn comes.
 */
final class Deadlines {

	private final PriorityQueue<Deadline> queue = new PriorityQueue<>(
			(a, b) -> Long.signum(a.dueAt() - b.dueAt()) /* nanoTime may overflow */);

	private final Map<InstanceKey, Deadline> current = new HashMap<>();

	synchronized void set(Deadline deadline) {
		this.current.put(deadline.instance(), deadline);
		this.queue.add(deadline);
	}

	synchronized void drop(InstanceKey instance) {
		this.current.remove(instance);
	}

	/** Takes what is due. */
	synchronized List<Deadline> due(long now, int limit) {
		List<Deadline> due = new ArrayList<>();
		while (due.size() < limit) {
			Deadline first = this.queue.peek();
			if (first == null || first.dueAt() - now > 0) {
				break;
			}
			this.queue.remove();
			if (this.current.get(first.instance()) == first) {
				this.current.remove(first.instance());
				due.add(first);
			}
		}
		return due;
	}

	synchronized int size() {
		return this.current.size();
	}

}
