package io.mcp.registry.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;

/** Turns what Lettuce throws into what the rest of the registry understands. */
final class StoreFailures {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private StoreFailures() {
	}

	/** The failure without the wrapping that stages add. */
	static Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * Asks a question that fails either at once or later: with
	 * {@link StoreUnavailableException} where Redis is the cause.
	 */
	static <T> CompletionStage<T> asking(Supplier<CompletionStage<T>> question) {
		try {
			return translated(question.get());
		}
		catch (RedisException | StoreUnavailableException ex) {
			return CompletableFuture.failedStage(translate(ex));
		}
	}

	/** The same stage, failing with {@link StoreUnavailableException} where Redis did. */
	private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
		return stage.exceptionally((failure) -> {
			throw translate(cause(failure));
		});
	}

	static RuntimeException translate(Throwable failure) {
		if (failure instanceof RedisCommandExecutionException) {
			return unavailable("Redis refused: " + failure.getMessage(), failure);
		}
		// A connection that breaks fails what is under way with what the socket said.
		if (failure instanceof RedisException || failure instanceof IOException) {
			return unavailable("Redis did not answer: " + failure.getMessage(), failure);
		}
		return (failure instanceof RuntimeException known) ? known : new CompletionException(failure);
	}

	static StoreUnavailableException unavailable(String message, Throwable cause) {
		return new StoreUnavailableException(message, RETRY_AFTER, cause);
	}

	static StoreUnavailableException queueFull(int limit) {
		return new StoreUnavailableException(limit + " writes of this partition are waiting for Redis already",
				RETRY_AFTER, null);
	}

	static StoreUnavailableException notConnected() {
		return new StoreUnavailableException("Redis has not been reached yet", RETRY_AFTER, null);
	}

}
