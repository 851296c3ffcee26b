package io.mcp.registry.store;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when Redis stops taking writes, why, and when it takes them again. A
 * full Redis refuses changes and still renews leases, and on Cluster one node may fail
 * alone; so it counts for each queue of writes whether it works.
 *
 * <p>
 * Thread-safe.
 */
final class WriteHealth {

	private static final Logger logger = LoggerFactory.getLogger(WriteHealth.class);

	/** How each queue fails whose last write did. */
	private final Map<String, String> failing = new HashMap<>();

	private volatile boolean well = true;

	/**
	 * Does the write as {@link StoreFailures#asking} does.
	 * @param queue writes of which one follows the other
	 * @param write what to ask of Redis
	 */
	<T> CompletionStage<T> watching(String queue, Supplier<CompletionStage<T>> write) {
		return StoreFailures.asking(write).whenComplete((answer, failure) -> {
			if (failure == null) {
				succeeded(queue);
			}
			else if (StoreFailures.cause(failure) instanceof StoreUnavailableException away
					&& away.getCause() != null) {
				failed(queue, away);
			}
		});
	}

	private void succeeded(String queue) {
		if (this.well) {
			return;
		}
		synchronized (this.failing) {
			if (this.failing.remove(queue) != null && this.failing.isEmpty()) {
				this.well = true;
				logger.info("Redis takes writes again");
			}
		}
	}

	private void failed(String queue, StoreUnavailableException failure) {
		String way = way(failure.getCause());
		synchronized (this.failing) {
			this.well = false;
			boolean known = this.failing.containsValue(way);
			this.failing.put(queue, way);
			if (known) {
				logger.debug("Another write failed ({})", queue, failure);
			}
			else {
				logger.warn("Writes fail and are answered with 503 until Redis takes them ({}): {}", queue,
						failure.getMessage());
			}
		}
	}

	/**
	 * Whatever keeps Redis from answering is one outage; a refusal begins with its kind.
	 */
	private static String way(@Nullable Throwable cause) {
		return (cause instanceof RedisCommandExecutionException) ? String.valueOf(cause.getMessage()).split(" ", 2)[0]
				: "no answer";
	}

}
