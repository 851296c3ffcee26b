package io.mcp.registry.view;

import java.util.concurrent.CompletionStage;

/** Lets a writer wait until this replica's view shows what it wrote. Thread-safe. */
@FunctionalInterface
public interface ReadYourWrites {

	/**
	 * Completes when the view shows that revision; after some 2 s in any case, because
	 * the write itself is done.
	 */
	CompletionStage<Void> shows(int partition, long revision);

}
