package io.mcp.registry.watch;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.mcp.registry.instance.ServiceKey;

/** Waits until subscribers have acknowledged a change. Thread-safe; nothing blocks. */
@FunctionalInterface
public interface AcknowledgementCollector {

	/**
	 * Completes when every known subscriber on every replica has acknowledged, or when
	 * the wait is over, with what is known then. Never fails: where the store is away,
	 * the other replicas are silent.
	 * @param service whose change, which this replica's view shows already
	 * @param revision the change
	 * @param wait how long at the most
	 */
	CompletionStage<Acknowledgements> collect(ServiceKey service, long revision, Duration wait);

}
