package io.mcp.registry.replica;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This process among the replicas of the registry.
 *
 * @param id name of this replica, unique among all; made from host name and chance where
 * it is not set
 * @param lease how long after its last sign of life a replica's partitions go to others
 */
@ConfigurationProperties("mcp.registry.replica")
record ReplicaProperties(@Nullable String id, @DefaultValue("3s") Duration lease) {

}
