package io.mcp.registry.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A Redis Cluster of three bundled servers that share the slots, without replicas. */
public final class RedisClusterForTests implements AutoCloseable {

	private static final int MASTERS = 3;

	private static final int SLOTS = 16384;

	private static final int BUS_OFFSET = 10_000;

	private static final Duration MIGRATION_TIMEOUT = Duration.ofSeconds(5);

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

	/**
	 * Moves a slot from the server that has it to another one, key after key, while it is
	 * in use.
	 * @param slot the slot, such as {@code SlotHash.getSlot("{p00}")}
	 */
	public void move(int slot) {
		int from = masterOf(slot);
		RedisAddress source = this.masters.get(from).address();
		RedisAddress target = this.masters.get((from + 1) % MASTERS).address();
		source.use((giver) -> target.use((taker) -> {
			taker.clusterSetSlotImporting(slot, giver.clusterMyId());
			giver.clusterSetSlotMigrating(slot, taker.clusterMyId());
			for (List<String> keys = some(giver, slot); !keys.isEmpty(); keys = some(giver, slot)) {
				giver.migrate(target.host(), target.port(), 0, MIGRATION_TIMEOUT.toMillis(),
						MigrateArgs.Builder.keys(keys));
			}
			taker.clusterSetSlotNode(slot, taker.clusterMyId());
			giver.clusterSetSlotNode(slot, taker.clusterMyId());
		}));
	}

	private static List<String> some(RedisCommands<String, String> redis, int slot) {
		return redis.clusterGetKeysInSlot(slot, 10);
	}

	/** The place in {@link #masters()} of the server that has a slot. */
	public int masterOf(int slot) {
		return IntStream.range(0, MASTERS).filter((i) -> has(this.masters.get(i), slot)).findFirst().orElseThrow();
	}

	private static boolean has(OwnRedis master, int slot) {
		AtomicBoolean has = new AtomicBoolean();
		master.address()
			.use((redis) -> has.set(ClusterPartitionParser.parse(redis.clusterNodes())
				.getPartitionByNodeId(redis.clusterMyId())
				.hasSlot(slot)));
		return has.get();
	}

	@Override
	public void close() {
		this.masters.forEach(OwnRedis::close);
	}

	/**
	 * Redis 6.2 takes the port for its bus from a fixed distance, which must be free too.
	 */
	private static int freePort() {
		int port = FreePort.find();
		while (!FreePort.isFree(port + BUS_OFFSET)) {
			port = FreePort.find();
		}
		return port;
	}

}
