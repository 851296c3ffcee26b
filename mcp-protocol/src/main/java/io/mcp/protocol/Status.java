package io.mcp.protocol;

/** What an instance, or an operator over its head, declares about itself. */
public enum Status {

	/** Not ready for requests yet. */
	STARTING,
	/** Ready for requests. */
	UP,
	/** About to leave: finishes what it has, wants nothing new. */
	DRAINING,
	/** Taken out on purpose. */
	OUT_OF_SERVICE

}
