package io.mcp.discovery.balance;

import java.util.List;
import java.util.random.RandomGenerator;

import io.mcp.protocol.InstanceInfo;

/** How the next instance is chosen. */
public enum BalancingStrategy {

	/** One after the other. */
	ROUND_ROBIN {

		@Override
		public Picker picker(List<InstanceInfo> instances, RandomGenerator random) {
			return new RoundRobinPicker(instances, random.nextInt());
		}

	};

	/**
	 * Makes a picker for a list.
	 * @param instances not empty
	 * @param random where chance comes from; thread-safe
	 * @return the picker
	 */
	public abstract Picker picker(List<InstanceInfo> instances, RandomGenerator random);

}
