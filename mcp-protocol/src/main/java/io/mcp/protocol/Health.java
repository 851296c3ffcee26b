package io.mcp.protocol;

/** What the registry observes about an instance. */
public enum Health {

	/** Heartbeats and probes are good. */
	HEALTHY,
	/** Doubtful: gets no new requests while a healthy instance exists. */
	UNSTABLE,
	/** Its lease expired, or its probes failed too often in a row. */
	FAILED

}
