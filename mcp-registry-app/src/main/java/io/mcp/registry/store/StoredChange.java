package io.mcp.registry.store;

import java.time.Instant;

import io.mcp.protocol.Change;
import io.mcp.registry.instance.Instance;

/**
 * One entry of a change stream.
 *
 * @param partition its partition
 * @param type what happened
 * @param previousRevision the service's revision before
 * @param at when, by Redis's clock
 * @param instance the record after the change, with the change's revision; the last one
 * where it was deleted
 * @param acknowledge whether subscribers are asked to acknowledge that they heard
 */
public record StoredChange(int partition, Change.Type type, long previousRevision, Instant at, Instance instance,
		boolean acknowledge) {

	/** The partition's revision after the change. */
	public long revision() {
		return this.instance.revision();
	}

}
