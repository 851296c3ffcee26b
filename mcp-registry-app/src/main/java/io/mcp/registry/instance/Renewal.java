package io.mcp.registry.instance;

/** How a heartbeat ended. */
public enum Renewal {

	/** The lease runs for its whole ttl again. */
	EXTENDED,
	/** No such lease: the instance must register again. */
	FORGOTTEN,
	/** A newer registration of the same id holds the lease now. */
	TAKEN_OVER

}
