package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

import io.mcp.discovery.transport.Scheduler;
import io.mcp.discovery.transport.Scheduler.Task;

/**
 * When which list is loaded next: at most one load of each list is planned, and none of a
 * list that is no longer in use. Thread-safe.
 */
final class Pulls implements AutoCloseable {

	private final ListsInUse lists;

	private final ListSource source;

	private final Scheduler scheduler;

	private final ConcurrentHashMap<ServiceList, Task> planned = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Pulls(ListsInUse lists, ListSource source, Scheduler scheduler) {
		this.lists = lists;
		this.source = source;
		this.scheduler = scheduler;
	}

	/**
	 * Plans a load in place of the one that is planned.
	 * @param list the list
	 * @param delay when
	 * @param load starts it
	 */
	void plan(ServiceList list, Duration delay, Runnable load) {
		if (this.closed) {
			return;
		}
		Task replaced = this.planned.put(list, this.scheduler.after(delay, () -> run(list, load)));
		if (replaced != null) {
			replaced.cancel();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.planned.values().forEach(Task::cancel);
	}

	private void run(ServiceList list, Runnable load) {
		String key = ServiceLists.key(list.name());
		if (this.lists.quietly(key) != list) {
			this.planned.remove(list);
			return;
		}
		Duration pause = this.source.pause();
		if (pause.isZero()) {
			load.run();
		}
		else {
			// While the registry is away, the time without use does not count.
			this.lists.used(key);
			plan(list, pause, load);
		}
	}

}
