package io.mcp.registry.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.mcp.protocol.Changes;
import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.OverrideRequest;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.Renewal;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to an instance, the same for every transport. Thread-safe; nothing
 * blocks. Each stage completes after Redis has answered and, where something changed,
 * after this replica's own view shows it; it completes exceptionally with
 * {@link io.mcp.registry.store.StoreUnavailableException} while the store is away or its
 * queue is full.
 */
public interface Registry {

	/** Lists an instance under a new lease, unless a live one elsewhere holds its id. */
	CompletionStage<RegisterOutcome> register(Registration registration);

	/** Renews one lease, and declares the status that the heartbeat carries. */
	CompletionStage<Renewal> renew(InstanceKey instance, Heartbeat heartbeat);

	/** Renews many leases; the answers stand in the order of the claims. */
	CompletionStage<List<Renewal>> renewAll(List<LeaseClaim> claims);

	/**
	 * Takes an instance off the list.
	 * @param instance which
	 * @param leaseId the lease that must still be the current one, or {@code null} to
	 * take it off whoever holds it
	 */
	CompletionStage<Departure> deregister(InstanceKey instance, @Nullable String leaseId);

	/**
	 * Changes some properties of a listed instance. Completes exceptionally with
	 * {@link io.mcp.registry.instance.InvalidRequestException} where the result would be
	 * out of bounds.
	 */
	CompletionStage<Amendment> amend(InstanceKey instance, InstancePatch patch);

	/**
	 * Lets an operator's status win over what the instance declares, until it is removed
	 * or has expired.
	 */
	CompletionStage<Amendment> override(InstanceKey instance, OverrideRequest override);

	/** Lets the instance's own status count again. */
	CompletionStage<Amendment> removeOverride(InstanceKey instance);

	/**
	 * Declares an instance DRAINING and asks its subscribers, at every replica, to say
	 * that they no longer call it. Completes when all have, or after the wait.
	 * @param instance which
	 * @param leaseId the lease that must still be the current one, or {@code null} to
	 * drain it whoever holds it
	 * @param wait for how long at the most
	 */
	CompletionStage<DrainOutcome> drain(InstanceKey instance, @Nullable String leaseId, Duration wait);

	/** How long an instance's lease still runs; empty where it has none or it ended. */
	CompletionStage<Optional<Duration>> remaining(InstanceKey instance);

	/**
	 * The kept history, oldest first.
	 * @param namespace whose changes
	 * @param after {@code next} of an earlier page, a plain revision, or {@code null} for
	 * all that is kept
	 * @param limit how many at the most
	 * @throws io.mcp.registry.instance.InvalidRequestException for an {@code after} that
	 * is neither
	 */
	CompletionStage<Changes> changes(String namespace, @Nullable String after, int limit);

}
