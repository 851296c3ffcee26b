package io.mcp.benchmarks.watch;

import java.util.List;

import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Watch;

/**
 * What the next change makes true at each subscriber.
 *
 * @param instanceId an instance
 * @param listed whether it is on the list afterwards, or no longer
 */
public record Expectation(String instanceId, boolean listed) {

	boolean isMetBy(List<InstanceInfo> list) {
		return this.listed == list.stream().anyMatch((instance) -> instance.instanceId().equals(this.instanceId));
	}

	/** Reads what it must and no more: thousands of readers share this JVM. */
	boolean isMetBy(ServerSentEvent event) {
		boolean named = event.data().contains('"' + this.instanceId + '"');
		if (event.name().equals(Watch.SNAPSHOT)) {
			return named == this.listed;
		}
		return event.name().equals(Watch.CHANGE) && named
				&& this.listed != event.data().contains("\"type\":\"deregistered\"");
	}

}
