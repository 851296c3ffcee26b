package io.mcp.registry.ring;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.store.StoreUnavailableException;
import io.mcp.registry.testing.OwnRedis;
import io.mcp.registry.testing.RedisForTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/** What a replica does while its Redis is away, and afterwards. */
@ExtendWith(OutputCaptureExtension.class)
class StoreOutageTests {

	@Test
	void aFrozenRedisDeclaresNobodyExpiredForOneTtlAfterItsReturn() {
		try (OwnRedis redis = RedisForTests.startOwn(); Replica replica = replica(redis)) {
			Instance renewing = replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 3));
			redis.freeze();
			await().until(() -> !replica.view().staleness().isZero());
			assertThat(replica.listed(renewing.key().service())).as("reads go on").hasSize(1);
			assertThatException().isThrownBy(() -> replica.renew(renewing.key(), renewing.leaseId()))
				.withCauseInstanceOf(StoreUnavailableException.class);
			await().until(() -> replica.view().staleness().toSeconds() >= 4);
			redis.resume();
			await().until(() -> replica.view().staleness().isZero());
			assertThat(replica.listed(renewing.key().service())).as("its lease ended, but that was not its fault")
				.hasSize(1);
			assertThat(replica.renew(renewing.key(), renewing.leaseId())).isEqualTo(Renewal.FORGOTTEN);
			replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 60));
			assertThat(replica.listed(renewing.key().service())).hasSize(1);
		}
	}

	@Test
	void aReplicaThatStartsBeforeItsRedisWaitsForIt() {
		try (OwnRedis redis = RedisForTests.startOwn()) {
			redis.kill();
			try (Replica replica = new Replica(redis.address().properties())) {
				assertThat(replica.view().isLoaded()).isFalse();
				assertThatException()
					.isThrownBy(() -> replica.register(Instances.registration("orders", "10.0.0.1", 8080, 15)))
					.withCauseInstanceOf(StoreUnavailableException.class);
				redis.restart();
				replica.loaded();
				replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 15));
			}
		}
	}

	@Test
	void theViewIsThatOfRedisAgainAfterItsDataWasLost() {
		try (OwnRedis redis = RedisForTests.startOwn(); Replica replica = replica(redis)) {
			Instance lost = replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 60));
			redis.restartEmptied();
			await().until(() -> replica.find(lost.key()).isEmpty());
			await().ignoreExceptions().until(() -> replica.renew(lost.key(), lost.leaseId()) == Renewal.FORGOTTEN);
			replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 60));
			assertThat(replica.listed(lost.key().service())).hasSize(1);
		}
	}

	@Test
	void aFullRedisRefusesChangesAndStillRenews(CapturedOutput output) {
		try (OwnRedis redis = RedisForTests.startOwn(); Replica replica = replica(redis)) {
			Instance present = replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 60));
			redis.address().use((commands) -> commands.configSet("maxmemory", "1"));
			assertThatException()
				.isThrownBy(() -> replica.register(Instances.registration("orders", "10.0.0.2", 8080, 60)))
				.withCauseInstanceOf(StoreUnavailableException.class)
				.withMessageContaining("Redis refused");
			assertThat(replica.renew(present.key(), present.leaseId())).isEqualTo(Renewal.EXTENDED);
			assertThat(output).containsOnlyOnce("Writes fail")
				.contains("OOM")
				.doesNotContain("Redis takes writes again");
			redis.address().use((commands) -> commands.configSet("maxmemory", "0"));
			replica.registered(Instances.registration("orders", "10.0.0.2", 8080, 60));
			assertThat(output).containsOnlyOnce("Redis takes writes again");
		}
	}

	private static Replica replica(OwnRedis redis) {
		return new Replica(redis.address().properties()).loaded();
	}

}
