package io.mcp.registry.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the registry's own processes find each other. Thread-safe; nothing blocks. */
public interface ReplicaStore {

	/**
	 * Renews a replica's own lease, unless it divides the data otherwise than the others.
	 * @param id which replica
	 * @param description what an operator should see of it
	 * @param ttl how long it counts as alive without another word
	 * @param partitions the number of partitions that it is configured for
	 */
	CompletionStage<Roll> announce(String id, String description, Duration ttl, int partitions);

	/** Says that a replica leaves. */
	CompletionStage<Void> withdraw(String id);

	/**
	 * Who is there.
	 *
	 * @param partitions the number of partitions that the first replica chose
	 * @param age for how long at least one replica has been there without a gap
	 * @param replicas ids of the live replicas
	 */
	record Roll(int partitions, Duration age, List<String> replicas) {

	}

}
