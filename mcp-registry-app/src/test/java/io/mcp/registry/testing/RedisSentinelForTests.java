package io.mcp.registry.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.lettuce.core.RedisClient;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Redis master and its replica, both bundled servers, watched by three sentinels that
 * take 2 s of silence for death. Used by one thread.
 */
public final class RedisSentinelForTests implements AutoCloseable {

	private static final String MASTER = "mcp";

	private static final int SENTINELS = 3;

	private final List<OwnRedis> servers = new ArrayList<>();

	private final List<OwnRedis> sentinels = new ArrayList<>();

	private RedisSentinelForTests() {
	}

	/** Comes back when every sentinel knows the replica and the other sentinels. */
	public static RedisSentinelForTests start() {
		RedisSentinelForTests group = new RedisSentinelForTests();
		boolean formed = false;
		try {
			group.form();
			formed = true;
			return group;
		}
		finally {
			if (!formed) {
				group.close();
			}
		}
	}

	private void form() {
		OwnRedis master = OwnRedis.start("--appendonly", "yes");
		this.servers.add(master);
		String port = Integer.toString(master.address().port());
		this.servers.add(OwnRedis.start("--appendonly", "yes", "--repl-diskless-sync-delay", "0", "--replicaof",
				"127.0.0.1", port));
		List<String> configuration = List.of("sentinel monitor " + MASTER + " 127.0.0.1 " + port + " 2",
				"sentinel down-after-milliseconds " + MASTER + " 2000",
				"sentinel failover-timeout " + MASTER + " 10000");
		for (int i = 0; i < SENTINELS; i++) {
			this.sentinels.add(OwnRedis.startSentinel(configuration));
		}
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> this.sentinels
				.forEach((sentinel) -> assertThat(ask(sentinel)).containsEntry("num-slaves", "1")
					.containsEntry("num-other-sentinels", Integer.toString(SENTINELS - 1))));
	}

	/** What leads a Spring Boot application there. */
	public String[] properties() {
		return new String[] { "spring.data.redis.sentinel.master=" + MASTER,
				"spring.data.redis.sentinel.nodes=" + this.sentinels.stream()
					.map((sentinel) -> sentinel.address().host() + ":" + sentinel.address().port())
					.collect(Collectors.joining(",")) };
	}

	/** Who serves, by the word of the sentinels. */
	public OwnRedis master() {
		String port = ask(this.sentinels.get(0)).get("port");
		return this.servers.stream()
			.filter((server) -> Integer.toString(server.address().port()).equals(port))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, String> ask(OwnRedis sentinel) {
		RedisClient client = RedisClient.create();
		try (StatefulRedisSentinelConnection<String, String> connection = client
			.connectSentinel(sentinel.address().uri())) {
			return connection.sync().master(MASTER);
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	@Override
	public void close() {
		this.sentinels.forEach(OwnRedis::close);
		this.servers.forEach(OwnRedis::close);
	}

}
