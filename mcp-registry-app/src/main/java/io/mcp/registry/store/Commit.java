package io.mcp.registry.store;

/** How a {@link Mutation} ended. */
public sealed interface Commit {

	/**
	 * It is stored.
	 *
	 * @param revision the change that it was, within its partition
	 * @param created whether the instance was not live before
	 */
	record Applied(long revision, boolean created) implements Commit {
	}

	/**
	 * Somebody else holds the id.
	 *
	 * @param holder address of the holder, {@code host:port}
	 */
	record Held(String holder) implements Commit {
	}

	/** No such instance. */
	record Missing() implements Commit {
	}

	/** The record has changed since it was read, or its lease is live after all. */
	record Outdated() implements Commit {
	}

}
