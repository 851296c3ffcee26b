package io.mcp.registry.ring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.lifecycle.Departure;
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
	void anEmptiedRedisIsFilledAgainFromMemory(CapturedOutput output) {
		try (OwnRedis redis = RedisForTests.startOwn();
				Replica replica = replica(redis);
				Replica other = replica(redis)) {
			Instance first = replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 60));
			Instance second = other.registered(Instances.registration("orders", "10.0.0.2", 8080, 60));
			Instance alone = replica.registered(Instances.registration("billing", "10.0.0.3", 8080, 60));
			await().until(() -> replica.listed(first.key().service()).size() == 2
					&& other.listed(first.key().service()).size() == 2 && other.find(alone.key()).isPresent());
			long before = replica.view().revision(first.key().service());
			List<String> seen = new CopyOnWriteArrayList<>();
			redis.restartEmptied();
			await().until(() -> {
				seen.add(replica.listed(first.key().service()) + " " + other.listed(first.key().service()));
				return replica.view().revision(first.key().service()) > before && replica.view().staleness().isZero();
			});
			assertThat(seen).as("nobody left a list").allMatch((lists) -> lists.split(",").length == 3);
			await().untilAsserted(() -> {
				assertThat(replica.view().staleness()).isZero();
				assertThat(replica.view().revision(first.key().service())).isGreaterThan(before)
					.isEqualTo(other.view().revision(first.key().service()));
			});
			assertThat(replica.renew(first.key(), first.leaseId())).isEqualTo(Renewal.EXTENDED);
			assertThat(other.renew(second.key(), second.leaseId())).isEqualTo(Renewal.EXTENDED);
			assertThat(other.listed(alone.key().service())).hasSize(1);
			assertThat(replica.deregister(alone.key(), alone.leaseId())).isEqualTo(Departure.GONE);
			assertThat(output).contains("put back from memory");
		}
	}

	@Test
	void aRedisFlushedInFullFlightIsFilledAgainFromMemory() {
		try (OwnRedis redis = RedisForTests.startOwn(); Replica replica = replica(redis)) {
			Instance lost = replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 60));
			redis.address().use((commands) -> commands.flushall());
			await().until(() -> replica.renew(lost.key(), lost.leaseId()) == Renewal.EXTENDED);
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
