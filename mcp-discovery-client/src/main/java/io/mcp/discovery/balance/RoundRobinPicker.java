package io.mcp.discovery.balance;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/**
 * One after the other, whatever their weights, except that weight 0 gets nothing while
 * another instance has weight.
 */
final class RoundRobinPicker implements Picker {

	private final InstanceInfo[] candidates;

	private final AtomicInteger turn;

	/**
	 * Creates a picker.
	 * @param instances not empty
	 * @param firstTurn where to begin; chosen at random, it keeps callers out of step
	 */
	RoundRobinPicker(List<InstanceInfo> instances, int firstTurn) {
		List<InstanceInfo> weighty = instances.stream().filter((instance) -> instance.weight() > 0).toList();
		this.candidates = (weighty.isEmpty() ? instances : weighty).toArray(InstanceInfo[]::new);
		this.turn = new AtomicInteger(firstTurn);
	}

	@Override
	public @Nullable InstanceInfo pick(Set<String> triedInstanceIds) {
		int first = Math.floorMod(this.turn.getAndIncrement(), this.candidates.length);
		for (int i = 0; i < this.candidates.length; i++) {
			InstanceInfo candidate = this.candidates[(first + i) % this.candidates.length];
			if (!triedInstanceIds.contains(candidate.instanceId())) {
				return candidate;
			}
		}
		return null;
	}

}
