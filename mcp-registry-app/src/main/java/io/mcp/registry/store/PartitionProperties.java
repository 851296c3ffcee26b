package io.mcp.registry.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the data is divided.
 *
 * @param partitions Into how many partitions the services are divided. All replicas must
 * agree, and data written with another number is not found.
 */
@ConfigurationProperties("mcp.registry")
record PartitionProperties(@DefaultValue("16") int partitions) {

	PartitionProperties {
		if (partitions < 1 || partitions > RegistryKeys.MAX_PARTITIONS) {
			throw new IllegalArgumentException(
					"mcp.registry.partitions: " + partitions + " (expected: 1 to " + RegistryKeys.MAX_PARTITIONS + ")");
		}
	}

}
