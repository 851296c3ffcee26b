package io.mcp.registry.lifecycle;

import io.mcp.protocol.DrainReport;

/** How a drain ended. */
public sealed interface DrainOutcome {

	/**
	 * It is DRAINING, and subscribers were told.
	 *
	 * @param report who of them has acknowledged
	 */
	record Drained(DrainReport report) implements DrainOutcome {
	}

	/** No such instance. */
	record Unknown() implements DrainOutcome {
	}

	/** A newer registration holds the id; it stays as it is. */
	record TakenOver() implements DrainOutcome {
	}

}
