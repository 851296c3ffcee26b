package io.mcp.registry.lifecycle;

import io.mcp.registry.instance.Instance;

/** How a change of properties ended. */
public sealed interface Amendment {

	/**
	 * It is stored.
	 *
	 * @param instance as stored
	 */
	record Amended(Instance instance) implements Amendment {
	}

	/** No such instance. */
	record Unknown() implements Amendment {
	}

}
