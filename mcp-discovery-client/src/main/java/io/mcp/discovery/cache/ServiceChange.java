package io.mcp.discovery.cache;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.mcp.protocol.InstanceInfo;

/**
 * A service's list became another one for callers. Changes that follow one another faster
 * than they are listened to arrive as one.
 *
 * @param serviceName name as registered, or as asked for where it is unknown
 * @param revision the service's last change that is contained
 * @param before the instances that callers got until now, in the order of their ids
 * @param after the instances that callers get from now on, in the order of their ids
 */
public record ServiceChange(String serviceName, long revision, List<InstanceInfo> before, List<InstanceInfo> after) {

	public ServiceChange {
		before = List.copyOf(before);
		after = List.copyOf(after);
	}

	/**
	 * Instances that callers did not get before.
	 * @return instances by their state after the change
	 */
	public List<InstanceInfo> added() {
		return missing(this.before, this.after);
	}

	/**
	 * Instances that callers get no more.
	 * @return instances by their state before the change
	 */
	public List<InstanceInfo> removed() {
		return missing(this.after, this.before);
	}

	/** This change and the next one as one. */
	ServiceChange followedBy(ServiceChange next) {
		return new ServiceChange(next.serviceName, next.revision, this.before, next.after);
	}

	private static List<InstanceInfo> missing(List<InstanceInfo> where, List<InstanceInfo> of) {
		Set<String> there = where.stream().map(InstanceInfo::instanceId).collect(Collectors.toSet());
		return of.stream().filter((instance) -> !there.contains(instance.instanceId())).toList();
	}

}
