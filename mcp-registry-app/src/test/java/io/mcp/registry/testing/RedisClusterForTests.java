package io.mcp.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.RedisURI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A Redis Cluster of three bundled servers that share the slots, without replicas. */
public final class RedisClusterForTests implements AutoCloseable {

	private static final int MASTERS = 3;

	private static final int SLOTS = 16384;

	private static final int BUS_OFFSET = 10_000;

	private static final int HIGHEST_PORT = 65535;

	private final List<OwnRedis> masters = new ArrayList<>();

	private RedisClusterForTests() {
	}

	/** Comes back when every server knows all and serves its slots. */
	public static RedisClusterForTests start() {
		RedisClusterForTests cluster = new RedisClusterForTests();
		boolean formed = false;
		try {
			cluster.form();
			formed = true;
			return cluster;
		}
		finally {
			if (!formed) {
				cluster.close();
			}
		}
	}

	private void form() {
		for (int i = 0; i < MASTERS; i++) {
			this.masters.add(OwnRedis.start(RedisClusterForTests::freePort, "--cluster-enabled", "yes"));
		}
		RedisAddress first = this.masters.get(0).address();
		for (int i = 0; i < MASTERS; i++) {
			int[] slots = IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS).toArray();
			this.masters.get(i).address().use((redis) -> {
				redis.clusterAddSlots(slots);
				redis.clusterMeet(first.host(), first.port());
			});
		}
		await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> this.masters.forEach(RedisClusterForTests::isReady));
	}

	private static void isReady(OwnRedis master) {
		master.address()
			.use((redis) -> assertThat(redis.clusterInfo()).contains("cluster_state:ok",
					"cluster_known_nodes:" + MASTERS));
	}

	/** What leads a Spring Boot application there. */
	public String[] properties() {
		return new String[] { "spring.data.redis.cluster.nodes=" + this.masters.stream()
			.map((master) -> master.address().host() + ":" + master.address().port())
			.collect(Collectors.joining(",")) };
	}

	/** What leads a Lettuce client there. */
	public List<RedisURI> uris() {
		return this.masters.stream().map((master) -> master.address().uri()).toList();
	}

	/** The servers, each of which may be killed, frozen and started again. */
	public List<OwnRedis> masters() {
		return List.copyOf(this.masters);
	}

	@Override
	public void close() {
		this.masters.forEach(OwnRedis::close);
	}

	/**
	 * Redis 6.2 takes the port for its bus from a fixed distance, which must be free too.
	 */
	private static int freePort() {
		int port = OwnRedis.freePort();
		while (port > HIGHEST_PORT - BUS_OFFSET || !isFree(port + BUS_OFFSET)) {
			port = OwnRedis.freePort();
		}
		return port;
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
