package io.mcp.registry.embedded;

import java.nio.file.Path;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;

/** Asks who serves at a port of this machine. Not thread-safe. */
final class ServerProbe implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final String password;

	private final RedisClient client;

	ServerProbe(String password) {
		this.password = password;
		this.client = RedisClient.create();
		// A server that is loading refuses the client's own PING, and with it the
		// connection.
		this.client.setOptions(ClientOptions.builder()
			.autoReconnect(false)
			.pingBeforeActivateConnection(false)
			.protocolVersion(ProtocolVersion.RESP2)
			.build());
	}

	ServerAnswer ask(int port) {
		RedisURI uri = RedisURI.builder()
			.withHost(HOST)
			.withPort(port)
			.withPassword(this.password.toCharArray())
			.withTimeout(PATIENCE)
			.build();
		try (StatefulRedisConnection<String, String> connection = this.client.connect(uri)) {
			return ask(connection.sync());
		}
		catch (RedisException ex) {
			return new ServerAnswer.None((ex.getCause() != null) ? String.valueOf(ex.getCause()) : ex.toString());
		}
	}

	private static ServerAnswer ask(RedisCommands<String, String> redis) {
		try {
			redis.ping();
			String info = redis.info("server");
			return new ServerAnswer.Serving(field(info, "redis_version"), Long.parseLong(field(info, "process_id")),
					Path.of(field(info, "executable")), Path.of(redis.configGet("dir").getOrDefault("dir", "")));
		}
		catch (RedisLoadingException ex) {
			return new ServerAnswer.Loading(field(redis.info("persistence"), "loading_loaded_perc"));
		}
	}

	private static String field(String info, String name) {
		return info.lines()
			.filter((line) -> line.startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).trim())
			.findFirst()
			.orElseThrow(() -> new RedisException("INFO without " + name));
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, PATIENCE);
	}

}
