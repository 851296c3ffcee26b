package io.mcp.registry.store;

/**
 * Where a partition stands.
 *
 * @param epoch which life of the data this is; empty where there is none
 * @param revision last change
 */
public record PartitionMark(String epoch, long revision) {

}
