package io.mcp.registry.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.instance.ServiceKey;

/**
 * Where instances and their leases are kept. Thread-safe; nothing blocks. Stages fail
 * with {@link StoreUnavailableException} while the store is away or its queue is full.
 */
public interface InstanceStore {

	/** How many partitions there are, numbered from 0. */
	int partitions();

	/** The partition in which a service lives. */
	int partitionOf(ServiceKey service);

	/** Makes one change. */
	CompletionStage<Commit> commit(Mutation mutation);

	/** Lets a lease run for its whole ttl again. Touches nothing but the lease. */
	CompletionStage<Renewal> renew(LeaseClaim claim);

	/** The record of one instance, straight from the store. */
	CompletionStage<Optional<Instance>> find(InstanceKey instance);

	/**
	 * How long leases of one partition still run.
	 * @return milliseconds in the order of the instances; empty for a lease that ended
	 */
	CompletionStage<List<OptionalLong>> remaining(int partition, List<InstanceKey> instances);

}
