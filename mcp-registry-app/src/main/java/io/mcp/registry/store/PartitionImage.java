package io.mcp.registry.store;

import java.util.List;
import java.util.Map;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.ServiceKey;

/**
 * Everything in a partition.
 *
 * @param epoch which life of the data this is
 * @param revision revision from which to read on
 * @param revisions last revision of each service
 * @param instances instances of each service, in no order
 */
public record PartitionImage(String epoch, long revision, Map<ServiceKey, Long> revisions,
		Map<ServiceKey, List<Instance>> instances) {

}
