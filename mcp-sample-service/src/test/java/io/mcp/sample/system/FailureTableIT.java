package io.mcp.sample.system;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.mcp.registry.testing.FreePort;
import io.mcp.registry.testing.Http;
import io.mcp.registry.testing.JarProcess;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The failure table: each test is named after its row, and logs what it measured. Rows
 * that need another store or a network in between have classes of their own.
 */
@ExtendWith(SharedWorld.Resolver.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailureTableIT {

	private static final Logger logger = LoggerFactory.getLogger(FailureTableIT.class);

	private static final int CALLS_PER_SECOND = 50;

	/** What the table calls a second, on a machine that does other things too. */
	private static final Duration ABOUT_A_SECOND = Duration.ofSeconds(5);

	private final SharedWorld shared;

	FailureTableIT(SharedWorld shared) {
		this.shared = shared;
	}

	@Test
	@Order(1)
	void providerIsKilledAndLeavesEveryListWithinASecondOfItsLeaseWhileCallersGoElsewhere() {
		World world = this.shared.whole();
		JarProcess victim = world.providers().get(0);
		try (SteadyCaller caller = SteadyCaller.through(world.providers().get(1), CALLS_PER_SECOND)) {
			victim.kill();
			long expiry = System.nanoTime() + this.shared.leaseOf(World.id(victim)).toNanos();
			List<Duration> late = world.clients()
				.stream()
				.map((client) -> client.awaitDeparture(World.id(victim), expiry))
				.toList();
			SteadyCaller.Totals totals = caller.endWithoutFailure();
			logger.info("providerIsKilled: off the lists of {} clients {} after its lease; {}", late.size(), late,
					totals);
			assertThat(late).allMatch((duration) -> duration.compareTo(ABOUT_A_SECOND) < 0);
		}
	}

	@Test
	@Order(2)
	void providerStopsGracefullyUnderLoadWithoutAFailedCall() {
		World world = this.shared.whole();
		JarProcess leaving = world.providers().get(0);
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			leaving.stop();
			Duration took = Duration.ofNanos(System.nanoTime() - begin);
			world.clients().forEach((client) -> client.awaitDeparture(World.id(leaving), begin));
			World.letPass(World.HEARTBEAT_INTERVAL);
			logger.info("providerStopsGracefullyUnderLoad: {}; its stop took {}", caller.endWithoutFailure(), took);
		}
	}

	@Test
	@Order(3)
	void replicaIsKilledAndItsClientsMoveToTheOtherWithNothingLost() {
		World world = this.shared.whole();
		ListHistory client = world.clients().get(0);
		JarProcess victim = world.replicas().get(world.addresses().indexOf(client.registry()));
		JarProcess other = world.replicas().get(1 - world.replicas().indexOf(victim));
		int marker = FreePort.find();
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			victim.kill();
			assertThat(World.mark(other, marker)).isEqualTo(201);
			Duration moved = client.awaitArrival(World.markerId(marker), begin);
			Duration leastLease = leastLeaseWithin(World.TTL.plusSeconds(2), world.ids());
			client.assertNeverWithout(world.ids(), begin);
			assertThat(World.listed(other)).isEqualTo(world.ids());
			logger.info(
					"replicaIsKilled: a change reached its client through the other replica {} after the kill;"
							+ " no lease had less than {} of {} left; {}",
					moved, leastLease, World.TTL, caller.endWithoutFailure());
			assertThat(moved).isLessThan(ABOUT_A_SECOND);
		}
	}

	@Test
	@Order(4)
	void redisIsKilledAndComesBackWithItsDataAndNoInstanceIsLost() {
		World world = this.shared.whole();
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			this.shared.redis().kill();
			assertReadsGoOnAndWritesAreRefused(world);
			World.letPass(World.TTL.plusSeconds(1));
			this.shared.redis().restart();
			long back = System.nanoTime();
			Duration writes = world.awaitWrites(back);
			World.letPass(World.TTL.plusSeconds(1));
			world.assertNobodyWasLost(begin);
			logger.info("redisIsKilledAndComesBackWithItsData: writes again {} after it served; {}", writes,
					caller.endWithoutFailure());
		}
	}

	@Test
	@Order(5)
	void redisIsKilledAndComesBackEmptyAndIsFilledFromMemory() {
		World world = this.shared.whole();
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			this.shared.redis().kill();
			assertReadsGoOnAndWritesAreRefused(world);
			this.shared.redis().restartEmptied();
			long back = System.nanoTime();
			await().pollInterval(Duration.ofMillis(20))
				.untilAsserted(() -> world.replicas().forEach((replica) -> assertIsFreshAndComplete(replica, world)));
			Duration complete = Duration.ofNanos(System.nanoTime() - back);
			World.letPass(World.TTL.plusSeconds(1));
			world.assertNobodyWasLost(begin);
			logger.info(
					"redisIsKilledAndComesBackEmpty: GET /v1/services complete and fresh {} after it served"
							+ " (heartbeat interval {}); {}",
					complete, World.HEARTBEAT_INTERVAL, caller.endWithoutFailure());
			assertThat(complete).isLessThan(ABOUT_A_SECOND);
		}
	}

	@Test
	@Order(6)
	void redisIsFrozenForLongerThanTheTtlAndNobodyIsDeclaredExpired() {
		World world = this.shared.whole();
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			this.shared.redis().freeze();
			assertReadsGoOnAndWritesAreRefused(world);
			World.letPass(World.TTL.plusSeconds(1));
			this.shared.redis().resume();
			long back = System.nanoTime();
			Duration writes = world.awaitWrites(back);
			World.letPass(World.TTL.plusSeconds(1));
			world.assertNobodyWasLost(begin);
			logger.info("redisIsFrozenForLongerThanTheTtl: writes again {} after it went on; {}", writes,
					caller.endWithoutFailure());
		}
	}

	@Test
	@Order(7)
	void providerIsFrozenForLongerThanItsTtlAndComesBackByItselfWithNobodyElseAffected() {
		World world = this.shared.whole();
		JarProcess frozen = world.providers().get(0);
		long begin = System.nanoTime();
		frozen.freeze();
		world.clients().forEach((client) -> client.awaitDeparture(World.id(frozen), begin));
		long resumed = System.nanoTime();
		frozen.resume();
		List<Duration> back = world.clients()
			.stream()
			.map((client) -> client.awaitArrival(World.id(frozen), resumed))
			.toList();
		World.letPass(World.TTL.plusSeconds(1));
		Set<String> others = world.ids();
		others.remove(World.id(frozen));
		world.clients().forEach((client) -> client.assertNeverWithout(others, begin));
		world.clients().forEach((client) -> assertThat(client.now()).isEqualTo(world.ids()));
		logger.info("providerIsFrozenForLongerThanItsTtl: listed again {} after it went on", back);
		assertThat(back).allMatch((duration) -> duration.compareTo(ABOUT_A_SECOND) < 0);
	}

	@Test
	@Order(8)
	void everyReplicaAndRedisAreGoneAndCallersGoOn() {
		World world = this.shared.whole();
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			world.replicas().forEach(JarProcess::kill);
			this.shared.redis().kill();
			World.letPass(World.TTL.multipliedBy(2));
			world.clients().forEach((client) -> client.assertNeverWithout(world.ids(), begin));
			logger.info("everyReplicaAndRedisAreGone: {}", caller.endWithoutFailure());
		}
	}

	@Test
	@Order(9)
	void callerIsRestartedWithNoneThereAndStartsWithItsLastLists() {
		World world = this.shared.asItIs();
		world.replicas().forEach(JarProcess::kill);
		this.shared.redis().kill();
		JarProcess caller = this.shared.consumer();

		caller.stop();
		caller.startAgain().ready();

		JsonNode report = Http.get(caller.port(), "/call/" + World.SERVICE + "?times=30");
		assertThat(report.path("failed").asInt()).as(report.toString()).isZero();
		assertThat(report.path("by_instance").propertyNames()).containsExactlyInAnyOrderElementsOf(world.ids());
		logger.info("callerIsRestartedWithNoneThere: {}; {}", report,
				Http.get(caller.port(), "/actuator/mcp").path("services"));
	}

	@Test
	@Order(10)
	void everybodyIsBackAfterEverythingWasGone() {
		World world = this.shared.asItIs();
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			long begin = System.nanoTime();
			this.shared.whole();
			world.clients().forEach((client) -> client.assertNeverWithout(world.ids(), begin));
			logger.info("everybodyIsBack: {} after the start of Redis and replicas; {}",
					Duration.ofNanos(System.nanoTime() - begin), caller.endWithoutFailure());
		}
	}

	/** The shortest time that any of the leases still ran, looked at for so long. */
	private Duration leastLeaseWithin(Duration time, Set<String> ids) {
		AtomicReference<Duration> least = new AtomicReference<>(World.TTL);
		long begin = System.nanoTime();
		await().atMost(time.plusSeconds(60)).until(() -> {
			ids.stream()
				.map(this.shared::leaseOf)
				.forEach((left) -> least.updateAndGet((before) -> (left.compareTo(before) < 0) ? left : before));
			return System.nanoTime() - begin >= time.toNanos();
		});
		return least.get();
	}

	private static void assertReadsGoOnAndWritesAreRefused(World world) {
		for (JarProcess replica : world.replicas()) {
			await().untilAsserted(() -> {
				HttpResponse<String> write = Http.post(replica.port(), "/v1/register",
						"{\"service_name\":\"%s\",\"host\":\"127.0.0.1\",\"port\":1}".formatted(World.MARKER));
				assertThat(write.statusCode()).as(write.body()).isEqualTo(503);
				assertThat(write.headers().firstValue("Retry-After")).isPresent();
			});
			await().untilAsserted(() -> {
				HttpResponse<String> read = Http.answer(replica.port(), "/v1/services/" + World.SERVICE + "/instances");
				assertThat(read.statusCode()).isEqualTo(200);
				assertThat(read.headers().firstValue("Mcp-Stale")).isPresent();
			});
			assertThat(World.listed(replica)).isEqualTo(world.ids());
		}
	}

	private static void assertIsFreshAndComplete(JarProcess replica, World world) {
		HttpResponse<String> answer = Http.answer(replica.port(), "/v1/services");
		assertThat(answer.headers().firstValue("Mcp-Stale")).isEmpty();
		assertThat(answer.body()).contains("\"service_name\":\"" + World.SERVICE + "\",\"instances\":3,\"routable\":3");
		assertThat(World.listed(replica)).isEqualTo(world.ids());
	}

}
