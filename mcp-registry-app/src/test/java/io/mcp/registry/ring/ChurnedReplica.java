package io.mcp.registry.ring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;

/** What the churn asks of a replica, in this JVM or in a process of its own. */
interface ChurnedReplica extends AutoCloseable {

	/** Registers; answers the lease id. */
	CompletionStage<String> enter(Registration registration);

	/** Deregisters. */
	CompletionStage<?> leave(InstanceKey instance, String leaseId);

	/** Renews leases; answers those that could not be renewed. */
	List<InstanceKey> renew(List<LeaseClaim> claims);

	/**
	 * Health and revision of everything that it shows, by {@code namespace/service/id}.
	 */
	Map<String, String> shown();

	@Override
	void close();

}
