package io.mcp.registry.view;

import java.util.concurrent.CompletionStage;

/** When this replica knows everything. */
public interface ViewReadiness {

	/** Completes once every partition was loaded for the first time. */
	CompletionStage<Void> loaded();

}
