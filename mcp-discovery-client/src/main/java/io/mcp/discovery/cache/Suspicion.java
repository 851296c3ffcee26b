package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mcp.protocol.InstanceInfo;

/**
 * Decides whether instances that vanished are really gone. Guarded by its owner's lock.
 * <p>
 * A registry that lost its memory, or heard no heartbeat because a network was cut,
 * answers in good faith with too little, and callers would stop calling instances that
 * are well. So a loss without an explanation, when it is a large one, is taken only after
 * the registry said so twice:
 * <ul>
 * <li>A loss is an instance that could be called ({@code UP} and not {@code FAILED})
 * before a step and cannot after it. A step is a pushed change, a pushed list or a
 * fetched one.</li>
 * <li>It is explained where the instance was deregistered, or is still listed with
 * another status than {@code UP}: somebody wants it so. Such an instance leaves at once,
 * whatever else happens. A lease that ended, a failed probe and an absence in a list
 * explain nothing.</li>
 * <li>There is doubt as soon as the unexplained losses of the last moments (the window,
 * because leases end one after another) outnumber the instances that are left. Then all
 * of them are kept for callers.</li>
 * <li>The doubt ends when a fetch that was made for this purpose still misses them, or
 * when enough of them came back or were explained.</li>
 * </ul>
 */
final class Suspicion {

	private final Duration window;

	private final Map<String, Loss> losses = new LinkedHashMap<>();

	private boolean doubting;

	/**
	 * Creates a suspicion.
	 * @param window how long a loss counts together with others
	 */
	Suspicion(Duration window) {
		this.window = window;
	}

	/**
	 * A step was taken.
	 * @param before what could be called before it
	 * @param after what can be called after it
	 * @param explained ids of instances that somebody wants gone
	 * @param now the time in nanoseconds
	 */
	void moved(List<InstanceInfo> before, List<InstanceInfo> after, Set<String> explained, long now) {
		if (!this.doubting) {
			this.losses.values().removeIf((loss) -> now - loss.at() > this.window.toNanos());
		}
		before.forEach((instance) -> this.losses.putIfAbsent(instance.instanceId(), new Loss(instance, now)));
		after.forEach((instance) -> this.losses.remove(instance.instanceId()));
		explained.forEach(this.losses::remove);
		this.doubting = this.losses.size() > after.size();
	}

	/** The registry was asked because of the doubt, and says the same. */
	void believe() {
		this.losses.clear();
		this.doubting = false;
	}

	/** Whether the registry has to be asked again. */
	boolean doubts() {
		return this.doubting;
	}

	/** Instances that callers keep, by their state before they vanished. */
	Collection<InstanceInfo> kept() {
		return this.doubting ? this.losses.values().stream().map(Loss::instance).toList() : List.of();
	}

	/**
	 * An instance that vanished.
	 *
	 * @param instance its last state
	 * @param at when, in nanoseconds
	 */
	private record Loss(InstanceInfo instance, long at) {

	}

}
