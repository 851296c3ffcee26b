package io.mcp.registry.lifecycle;

/** How a deregistration ended. */
public enum Departure {

	/** It is off the list. */
	GONE,
	/** It was not listed. */
	ALREADY_GONE,
	/** A newer registration holds the id; it stays. */
	TAKEN_OVER

}
