package io.mcp.registry.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded Redis cannot serve: what happened, and what the operator can do. */
final class EmbeddedRedisException extends RuntimeException {

	static final String USE_ANOTHER_REDIS = "Set spring.data.redis.host (or .url, .sentinel.*, .cluster.*) to a Redis of your own, or "
			+ EmbeddedRedisProperties.PREFIX + ".executable to a redis-server 6.2 or newer that runs on this machine.";

	static final String USE_ANOTHER_FOLDER = "Set " + EmbeddedRedisProperties.PREFIX
			+ ".dir to a folder that this user can write, or spring.data.redis.* to a Redis of your own.";

	private final String action;

	EmbeddedRedisException(String message, String action) {
		this(message, action, null);
	}

	EmbeddedRedisException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/** The current thread was asked to end while it waited; its flag is set again. */
	static EmbeddedRedisException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new EmbeddedRedisException("Interrupted while waiting for the embedded Redis",
				"Start the registry again.", cause);
	}

	String action() {
		return this.action;
	}

}
