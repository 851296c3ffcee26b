package io.mcp.discovery.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.mcp.protocol.Change;
import io.mcp.protocol.Change.Type;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the registry says about one service: every instance, at a revision. Guarded by its
 * owner's lock.
 * <p>
 * Revisions only grow, so a change is applied where it follows the list, ignored where
 * the list contains it, and a gap where something between is missing. One thing breaks
 * the rule: a list with a lower revision than the known one. A replica that lags behind
 * sends it, and a store that lost its last writes, or all. It is held: followed (changes
 * that build on it are applied to it), and becomes the known list as soon as it has
 * caught up, or says the same about everything that can be called, or is still what a
 * fetch brings after the patience: by then a lagging replica has caught up, and a store
 * that went back in time has been filled again. Until then nothing of the known list is
 * taken from callers, except for what a change explains (a deregistration, a drain); and
 * what can be called by the held list alone is theirs too, since after a loss these may
 * be the only ones alive. Where nothing can be called at present, there is nothing to
 * protect, and it is the known list at once. A change that follows the known list shows
 * that the held one is behind.
 */
final class ToldList {

	private static final Comparator<InstanceInfo> BY_ID = Comparator.comparing(InstanceInfo::instanceId);

	private final Suspicion suspicion;

	private final Duration patience;

	private @Nullable ServiceInstances known;

	private @Nullable Lower lower;

	/** The highest revision that was heard of without what is before it. */
	private long heardOf;

	/**
	 * Creates a list of which nothing is known.
	 * @param suspicion judges what vanishes
	 * @param patience how long a list of a lower revision is held
	 */
	ToldList(Suspicion suspicion, Duration patience) {
		this.suspicion = suspicion;
		this.patience = patience;
	}

	@Nullable ServiceInstances known() {
		return this.known;
	}

	/** Everything that callers may choose from. */
	Collection<InstanceInfo> candidates() {
		ServiceInstances current = this.known;
		List<InstanceInfo> candidates = new ArrayList<>((current != null) ? current.instances() : List.of());
		Collection<InstanceInfo> kept = this.suspicion.kept();
		Set<String> ids = kept.stream().map(InstanceInfo::instanceId).collect(Collectors.toSet());
		candidates.removeIf((instance) -> ids.contains(instance.instanceId()));
		candidates.addAll(kept);
		if (this.lower != null) {
			Set<String> known = candidates.stream().map(InstanceInfo::instanceId).collect(Collectors.toSet());
			available(this.lower.list()).stream()
				.filter((instance) -> !known.contains(instance.instanceId()))
				.forEach(candidates::add);
		}
		return candidates;
	}

	/** Whether the registry's last list contradicts the known one. */
	boolean isHolding() {
		return this.lower != null;
	}

	/**
	 * Time until a fetch is believed whatever it brings.
	 * @param now the time in nanoseconds
	 * @return {@code null} where no list is held
	 */
	@Nullable Duration patienceLeft(long now) {
		Lower held = this.lower;
		return (held != null) ? this.patience.minusNanos(now - held.since()) : null;
	}

	/** Whether something is missing between the list and what was heard of. */
	boolean hasGap() {
		return this.heardOf > revision(this.known);
	}

	/** A fetch brought the known list again. */
	void confirmed() {
		this.lower = null;
	}

	/**
	 * A whole list was fetched.
	 * @param list the list
	 * @param now the time in nanoseconds
	 */
	Outcome fetched(ServiceInstances list, long now) {
		Lower before = this.lower;
		boolean patient = before == null || now - before.since() < this.patience.toNanos();
		return patient ? pushed(list, now) : adopt(list, now);
	}

	/**
	 * A whole list was pushed.
	 * @param list the list
	 * @param now the time in nanoseconds
	 */
	Outcome pushed(ServiceInstances list, long now) {
		ServiceInstances current = this.known;
		if (current == null || list.revision() >= current.revision() || sameForCallers(current, list)
				|| available(current).isEmpty()) {
			return adopt(list, now);
		}
		this.lower = new Lower(list, (this.lower != null) ? this.lower.since() : now);
		return Outcome.HELD;
	}

	/**
	 * A change was pushed.
	 * @param change the change
	 * @param now the time in nanoseconds
	 */
	Outcome changed(Change change, long now) {
		Lower followed = this.lower;
		if (followed != null && change.previousRevision() == followed.list().revision()) {
			this.lower = new Lower(apply(followed.list(), change), followed.since());
			if (explains(change) && this.known != null) {
				step(apply(this.known, change, this.known.revision()), explained(change), now);
			}
			pushed(this.lower.list(), now);
			return Outcome.APPLIED;
		}
		ServiceInstances current = this.known;
		if (current != null && change.revision() <= current.revision()) {
			return Outcome.OLD;
		}
		if (current != null && change.previousRevision() == current.revision()) {
			this.lower = null;
			step(apply(current, change), explained(change), now);
			return Outcome.APPLIED;
		}
		this.heardOf = Math.max(this.heardOf, change.revision());
		return Outcome.GAP;
	}

	private Outcome adopt(ServiceInstances list, long now) {
		Set<String> explained = list.instances()
			.stream()
			.filter((instance) -> instance.status() != Status.UP)
			.map(InstanceInfo::instanceId)
			.collect(Collectors.toSet());
		if (list.revision() < revision(this.known)) {
			this.heardOf = 0;
		}
		this.lower = null;
		step(sorted(list, list.revision(), list.instances()), explained, now);
		return Outcome.APPLIED;
	}

	private void step(ServiceInstances next, Set<String> explained, long now) {
		this.suspicion.moved(available(this.known), available(next), explained, now);
		this.known = next;
	}

	private static ServiceInstances apply(ServiceInstances list, Change change) {
		return apply(list, change, change.revision());
	}

	private static ServiceInstances apply(ServiceInstances list, Change change, long revision) {
		List<InstanceInfo> instances = new ArrayList<>(list.instances());
		instances.removeIf((instance) -> instance.instanceId().equals(change.instance().instanceId()));
		if (!change.type().removes()) {
			instances.add(change.instance());
		}
		return sorted(list, revision, instances);
	}

	private static ServiceInstances sorted(ServiceInstances list, long revision, List<InstanceInfo> instances) {
		return new ServiceInstances(list.namespace(), list.serviceName(), revision, false,
				instances.stream().sorted(BY_ID).toList());
	}

	private static boolean explains(Change change) {
		return change.type() == Type.DEREGISTERED || change.instance().status() != Status.UP;
	}

	private static Set<String> explained(Change change) {
		return explains(change) ? Set.of(change.instance().instanceId()) : Set.of();
	}

	private static boolean sameForCallers(ServiceInstances one, ServiceInstances other) {
		return timeless(one).equals(timeless(other));
	}

	/** What can be called, without when it was registered and changed. */
	private static List<InstanceInfo> timeless(ServiceInstances list) {
		return available(list).stream()
			.map((one) -> new InstanceInfo(one.instanceId(), one.serviceName(), one.host(), one.port(), one.secure(),
					one.status(), one.health(), one.weight(), one.zone(), one.version(), one.tags(), one.metadata(),
					Instant.EPOCH, 0))
			.toList();
	}

	private static List<InstanceInfo> available(@Nullable ServiceInstances list) {
		return (list != null) ? Selection.available(list.instances()) : List.of();
	}

	private static long revision(@Nullable ServiceInstances list) {
		return (list != null) ? list.revision() : -1;
	}

	/** What became of something that was told. */
	enum Outcome {

		/** It is in the list. */
		APPLIED,
		/** The list contained it already. */
		OLD,
		/** The list is of a higher revision, and stays; callers get both. */
		HELD,
		/** Something before it is missing: the list has to be fetched. */
		GAP

	}

	/**
	 * A list of a lower revision than the known one.
	 *
	 * @param list the list
	 * @param since when the first such list came, in nanoseconds
	 */
	private record Lower(ServiceInstances list, long since) {

	}

}
