package io.mcp.registry.lifecycle;

import io.mcp.registry.instance.Instance;

/** How a registration ended. */
public sealed interface RegisterOutcome {

	/**
	 * It is listed.
	 *
	 * @param instance as stored, with its revision and lease
	 * @param created whether it was not live before
	 */
	record Registered(Instance instance, boolean created) implements RegisterOutcome {
	}

	/**
	 * A live instance at another address holds the id.
	 *
	 * @param holder address of the holder, {@code host:port}
	 */
	record Conflict(String holder) implements RegisterOutcome {
	}

}
