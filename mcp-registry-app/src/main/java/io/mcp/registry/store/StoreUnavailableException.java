package io.mcp.registry.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** The store cannot take the request now; try again later. */
public final class StoreUnavailableException extends RuntimeException {

	private final Duration retryAfter;

	public StoreUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
		super(message, cause);
		this.retryAfter = retryAfter;
	}

	/** When another attempt makes sense. */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
