package io.mcp.registry.embedded;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that the registry starts by itself.
 *
 * @param enabled Whether the registry starts a Redis of its own. Without a value it does
 * so where no spring.data.redis.* says which Redis to use.
 * @param dir Data folder of that Redis, which registries of one machine may share.
 * Without a value it is .mcp-registry/redis in the user's home.
 * @param executable The redis-server to run, of version 6.2 or newer, instead of the
 * bundled one.
 * @param startTimeout How long it may take until the Redis serves, loading its data
 * included.
 */
@ConfigurationProperties("mcp.registry.embedded-redis")
public record EmbeddedRedisProperties(@Nullable Boolean enabled, @Nullable Path dir, @Nullable Path executable,
		@DefaultValue("60s") Duration startTimeout) {

	static final String PREFIX = "mcp.registry.embedded-redis";

	public EmbeddedRedisProperties {
		if (startTimeout.isNegative() || startTimeout.isZero()) {
			throw new IllegalArgumentException(
					PREFIX + ".start-timeout: " + startTimeout + " (expected: longer than zero)");
		}
	}

	/** The data folder: the configured one, or the default below the given home. */
	Path folder(Path home) {
		if (this.dir != null) {
			return this.dir;
		}
		if (!home.isAbsolute()) {
			throw new EmbeddedRedisException(
					"No data folder for the embedded Redis: this user has no home ('" + home + "')",
					EmbeddedRedisException.USE_ANOTHER_FOLDER);
		}
		return home.resolve(".mcp-registry").resolve("redis");
	}

}
