package io.mcp.registry.testing;

import java.time.Duration;
import java.util.function.Consumer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Where a Redis for tests listens. It asks for no password.
 *
 * @param host its host
 * @param port its port
 */
public record RedisAddress(String host, int port) {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** What leads a Spring Boot application there. */
	public String[] properties() {
		return new String[] { "spring.data.redis.host=" + this.host, "spring.data.redis.port=" + this.port };
	}

	/** What leads a Lettuce client there. */
	public RedisURI uri() {
		return RedisURI.builder().withHost(this.host).withPort(this.port).withTimeout(PATIENCE).build();
	}

	/** Speaks to it over a connection of its own, waiting 5 s at most for each answer. */
	public void use(Consumer<RedisCommands<String, String>> action) {
		RedisClient client = RedisClient.create(uri());
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			action.accept(connection.sync());
		}
		finally {
			client.shutdown(Duration.ZERO, PATIENCE);
		}
	}

	/** Forgets all data. */
	public void flushAll() {
		use(RedisCommands::flushall);
	}

}
