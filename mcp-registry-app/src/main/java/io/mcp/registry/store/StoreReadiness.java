package io.mcp.registry.store;

import java.util.concurrent.CompletionStage;

/** When the store can be asked. */
public interface StoreReadiness {

	/** Completes once Redis was reached for the first time. */
	CompletionStage<Void> connected();

}
