package io.mcp.sample.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.SlotHash;
import io.mcp.registry.testing.JarProcess;
import io.mcp.registry.testing.OwnRedis;
import io.mcp.registry.testing.RedisClusterForTests;
import io.mcp.registry.testing.RedisSentinelForTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The failure table's rows about Redis servers that stand in for each other. */
@Tag("slow")
class OtherRedisIT {

	private static final Logger logger = LoggerFactory.getLogger(OtherRedisIT.class);

	private static final int CALLS_PER_SECOND = 50;

	private static final int PARTITIONS = 16;

	@TempDir
	private Path folder;

	@Test
	void redisFailsOverAndNoInstanceIsLost() {
		try (RedisSentinelForTests redis = RedisSentinelForTests.start();
				World world = new World("sentinel", this.folder, redis.properties()).providers(2).makeWhole();
				SteadyCaller caller = SteadyCaller.through(world.providers().get(0), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			OwnRedis first = redis.master();
			first.kill();
			await().atMost(Duration.ofMinutes(1)).until(() -> redis.master() != first);
			long elected = System.nanoTime();
			Duration writes = world.awaitWrites(elected);
			World.letPass(World.TTL.plusSeconds(1));
			world.assertNobodyWasLost(begin);
			logger.info("redisFailsOver: the sentinels needed {}, the registry {} more until it wrote; {}",
					Duration.ofNanos(elected - begin), writes, caller.endWithoutFailure());
		}
	}

	@Test
	void clusterSlotMovesUnderLoadAndNothingIsLost() {
		try (RedisClusterForTests redis = RedisClusterForTests.start();
				World world = new World("cluster", this.folder, redis.properties()).providers(2).makeWhole();
				SteadyCaller caller = SteadyCaller.through(world.providers().get(0), CALLS_PER_SECOND);
				Writer writer = new Writer(world.replicas().get(0), neighbour())) {
			int slot = SlotHash.getSlot("{p%02d}".formatted(partition(World.SERVICE)));
			int home = redis.masterOf(slot);
			long begin = System.nanoTime();
			writer.awaitMore();
			for (int i = 0; i < redis.masters().size(); i++) {
				redis.move(slot);
				writer.awaitMore();
			}
			assertThat(redis.masterOf(slot)).isEqualTo(home);
			Set<String> written = writer.end();
			world.replicas()
				.forEach((replica) -> await()
					.untilAsserted(() -> assertThat(World.listed(replica, neighbour())).containsAll(written)));
			World.letPass(World.TTL.plusSeconds(1));
			world.assertNobodyWasLost(begin);
			logger.info("clusterSlotMoves: 3 moves; answers to {} registrations meanwhile {}; {}", written.size(),
					writer.answers, caller.endWithoutFailure());
			assertThat(writer.answers.keySet()).isSubsetOf(201, 503);
		}
	}

	private static int partition(String service) {
		return SlotHash.getSlot("default/" + service) % PARTITIONS;
	}

	/** A service in the same partition, and so in the same slot, as the providers. */
	private static String neighbour() {
		return IntStream.range(0, 1000)
			.mapToObj((i) -> "neighbour-" + i)
			.filter((service) -> partition(service) == partition(World.SERVICE))
			.findFirst()
			.orElseThrow();
	}

	/** Registers one instance after the other until it is ended. */
	private static final class Writer implements AutoCloseable {

		final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();

		private final Set<String> written = new TreeSet<>();

		private final AtomicBoolean goesOn = new AtomicBoolean(true);

		private final JarProcess replica;

		private final String service;

		private final Thread thread = new Thread(this::write, "mcp-test-writer");

		Writer(JarProcess replica, String service) {
			this.replica = replica;
			this.service = service;
			this.thread.start();
		}

		private void write() {
			for (int port = 1; this.goesOn.get(); port++) {
				int status = World.mark(this.replica, this.service, port);
				if (status == 201) {
					this.written.add("%s:127.0.0.1:%d".formatted(this.service, port));
				}
				this.answers.merge(status, 1, Integer::sum);
			}
		}

		/** Waits until more has been written than now. */
		void awaitMore() {
			int before = this.answers.getOrDefault(201, 0);
			await().atMost(Duration.ofSeconds(30)).until(() -> this.answers.getOrDefault(201, 0) >= before + 10);
		}

		/** The ids of all that was accepted. */
		Set<String> end() {
			close();
			await().until(() -> !this.thread.isAlive());
			return this.written;
		}

		@Override
		public void close() {
			this.goesOn.set(false);
		}

	}

}
