package io.mcp.registry.testing;

import java.time.Duration;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class RedisForTestsTests {

	@Test
	void isOneForAllTestsAndForgetsBetweenThem() {
		RedisForTests.shared().use((redis) -> redis.set("key", "value"));

		RedisForTests.shared().flushAll();

		RedisForTests.shared().use((redis) -> assertThat(redis.dbsize()).isZero());
		assertThat(RedisForTests.shared()).isSameAs(RedisForTests.shared());
	}

	@Test
	void anOwnServerIsKilledAndComesBackWithItsData() {
		try (OwnRedis own = RedisForTests.startOwn()) {
			own.address().use((redis) -> redis.set("key", "value"));

			own.kill();
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> own.address().use(RedisCommands::ping));

			own.restart();
			own.address().use((redis) -> assertThat(redis.get("key")).isEqualTo("value"));
		}
	}

	@Test
	void anOwnServerComesBackEmpty() {
		try (OwnRedis own = RedisForTests.startOwn()) {
			own.address().use((redis) -> redis.set("key", "value"));

			own.restartEmptied();

			own.address().use((redis) -> assertThat(redis.dbsize()).isZero());
		}
	}

	@Test
	void anOwnServerStopsAnsweringAndGoesOn() {
		try (OwnRedis own = RedisForTests.startOwn()) {
			own.freeze();
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> own.address().use(RedisCommands::ping));

			own.resume();
			own.address().use((redis) -> assertThat(redis.ping()).isEqualTo("PONG"));
		}
	}

	@Test
	void aClusterServesEverySlot() {
		try (RedisClusterForTests cluster = RedisClusterForTests.start()) {
			RedisClusterClient client = RedisClusterClient.create(cluster.uris());
			try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
				for (int i = 0; i < 100; i++) {
					connection.sync().set("key-" + i, "value");
				}
				assertThat(connection.sync().dbsize()).isEqualTo(100);
			}
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
			for (OwnRedis master : cluster.masters()) {
				master.address().use((each) -> assertThat(each.dbsize()).isBetween(1L, 99L));
			}
			assertThat(cluster.properties()[0]).startsWith("spring.data.redis.cluster.nodes=127.0.0.1:");
		}
	}

	@Test
	void aSlotOfAClusterMovesWithItsKeys() {
		try (RedisClusterForTests cluster = RedisClusterForTests.start()) {
			RedisClusterClient client = RedisClusterClient.create(cluster.uris());
			try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
				for (int i = 0; i < 25; i++) {
					connection.sync().set("{p00}-" + i, "value");
				}
				int slot = SlotHash.getSlot("{p00}");
				int before = cluster.masterOf(slot);

				cluster.move(slot);

				assertThat(cluster.masterOf(slot)).isNotEqualTo(before);
				assertThat(connection.sync().get("{p00}-24")).isEqualTo("value");
				cluster.masters()
					.get(cluster.masterOf(slot))
					.address()
					.use((redis) -> assertThat(redis.clusterCountKeysInSlot(slot)).isEqualTo(25));
			}
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	@Test
	void sentinelsMakeTheReplicaTheMasterWhenTheMasterDies() {
		try (RedisSentinelForTests group = RedisSentinelForTests.start()) {
			OwnRedis first = group.master();
			first.address().use((redis) -> {
				redis.set("key", "value");
				assertThat(redis.waitForReplication(1, 10_000)).isEqualTo(1);
			});

			first.kill();

			await().atMost(Duration.ofMinutes(1)).until(() -> group.master() != first);
			await().untilAsserted(() -> group.master().address().use((redis) -> {
				assertThat(redis.get("key")).isEqualTo("value");
				assertThat(redis.set("key", "other")).isEqualTo("OK");
			}));
		}
	}

}
