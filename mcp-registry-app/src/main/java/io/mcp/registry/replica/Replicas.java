package io.mcp.registry.replica;

import java.time.Duration;
import java.util.List;

/** Who looks after what. Thread-safe; answers from memory. */
public interface Replicas {

	/** Id of this replica. */
	String self();

	/** Ids of the replicas that are alive, as far as this one knows. */
	List<String> alive();

	/**
	 * This replica's turn in looking after a partition: 0 its owner, 1 the one that steps
	 * in when the owner is late, and so on.
	 */
	int rank(int partition);

	/**
	 * For how long there had been a replica, without a gap, when this one came; zero
	 * where it came first. Nobody could renew a lease before.
	 */
	Duration ageOnArrival();

}
