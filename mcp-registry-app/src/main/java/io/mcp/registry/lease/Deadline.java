package io.mcp.registry.lease;

import io.mcp.registry.instance.InstanceKey;

/**
 * When to look at an instance next.
 *
 * @param instance which
 * @param dueAt the moment, in nanoseconds of the sweeper's clock
 * @param seenAlive whether its lease was seen running, or was granted, since this replica
 * started
 */
record Deadline(InstanceKey instance, long dueAt, boolean seenAlive) {

}
