package io.mcp.discovery.cache;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;

/**
 * The instances that callers get of all that a service has: {@code UP} and
 * {@code HEALTHY} ones or, where there is none, {@code UP} and {@code UNSTABLE} ones.
 *
 * @param instances the instances in the order of their ids
 * @param degraded whether these are the unstable ones
 */
record Selection(List<InstanceInfo> instances, boolean degraded) {

	private static final Comparator<InstanceInfo> BY_ID = Comparator.comparing(InstanceInfo::instanceId);

	/**
	 * Selects.
	 * @param all every instance, in any order
	 * @return those for callers
	 */
	static Selection of(Collection<InstanceInfo> all) {
		List<InstanceInfo> available = available(all);
		List<InstanceInfo> healthy = available.stream().filter((one) -> one.health() == Health.HEALTHY).toList();
		boolean degraded = healthy.isEmpty() && !available.isEmpty();
		return new Selection(degraded ? available : healthy, degraded);
	}

	/** Those that may get calls as long as no better one exists, in the order of ids. */
	static List<InstanceInfo> available(Collection<InstanceInfo> all) {
		return all.stream()
			.filter((one) -> one.status() == Status.UP && one.health() != Health.FAILED)
			.sorted(BY_ID)
			.toList();
	}

}
