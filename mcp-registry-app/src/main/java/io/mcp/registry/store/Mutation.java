package io.mcp.registry.store;

import java.time.Duration;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.StatusOverride;
import org.jspecify.annotations.Nullable;

/** A change of one instance that the store is asked to make. */
public sealed interface Mutation {

	/** Whose change. */
	InstanceKey key();

	/**
	 * Lists an instance and starts its lease, unless a live one at another address holds
	 * the id.
	 *
	 * @param instance the record, without a revision
	 */
	record Register(Instance instance) implements Mutation {

		@Override
		public InstanceKey key() {
			return this.instance.key();
		}

	}

	/**
	 * Puts another record in the place of one that is still as it was; leaves the lease
	 * alone.
	 *
	 * @param expected the record as it was read
	 * @param next the record to store
	 */
	record Replace(Instance expected, Instance next) implements Mutation {

		@Override
		public InstanceKey key() {
			return this.expected.key();
		}

	}

	/**
	 * As {@link Replace}, with a change that subscribers are asked to acknowledge.
	 *
	 * @param expected the record as it was read
	 * @param next the record to store
	 */
	record Drain(Instance expected, Instance next) implements Mutation {

		@Override
		public InstanceKey key() {
			return this.expected.key();
		}

	}

	/**
	 * Sets or removes an operator's override. What is removed is removed also where there
	 * is no record.
	 *
	 * @param key whose
	 * @param override the override, without its end; {@code null} removes the present one
	 * @param expiresIn how long it lasts; {@code null} until it is removed
	 */
	record SetOverride(InstanceKey key, @Nullable StatusOverride override,
			@Nullable Duration expiresIn) implements Mutation {

	}

	/**
	 * Takes an override that has expired out of its record.
	 *
	 * @param key whose
	 */
	record EndOverride(InstanceKey key) implements Mutation {

	}

	/**
	 * Puts back a record that the store has lost, under its old lease with the whole ttl,
	 * and its override; each only where the store does not have one again.
	 *
	 * @param instance the record as it was last seen
	 */
	record Restore(Instance instance) implements Mutation {

		@Override
		public InstanceKey key() {
			return this.instance.key();
		}

	}

	/**
	 * Ends the lease and deletes the record.
	 *
	 * @param key whose
	 * @param leaseId the lease that must be the current one, or an empty text for any
	 */
	record Deregister(InstanceKey key, String leaseId) implements Mutation {

	}

	/**
	 * Notes that the lease has ended, if it has, in a record that is still as it was.
	 *
	 * @param expected the record as it was read
	 * @param failed the record to store
	 */
	record Expire(Instance expected, Instance failed) implements Mutation {

		@Override
		public InstanceKey key() {
			return this.expected.key();
		}

	}

	/**
	 * Deletes the record of an instance without a lease, if it is still as it was.
	 *
	 * @param expected the record as it was read
	 */
	record Remove(Instance expected) implements Mutation {

		@Override
		public InstanceKey key() {
			return this.expected.key();
		}

	}

}
