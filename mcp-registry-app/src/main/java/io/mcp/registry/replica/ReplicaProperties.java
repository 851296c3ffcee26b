package io.mcp.registry.replica;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This process among the replicas of the registry.
 *
 * @param id Name of this replica, unique among all. Without a value it is made from host
 * name and chance.
 * @param lease How long after its last sign of life a replica's partitions go to others.
 */
@ConfigurationProperties("mcp.registry.replica")
record ReplicaProperties(@Nullable String id, @DefaultValue("3s") Duration lease) {

	ReplicaProperties {
		if (lease.toMillis() < 1000) {
			throw new IllegalArgumentException("mcp.registry.replica.lease: " + lease + " (expected: at least 1s)");
		}
	}

}
