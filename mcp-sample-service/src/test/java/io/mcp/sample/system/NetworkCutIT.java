package io.mcp.sample.system;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.mcp.registry.testing.CutNetwork;
import io.mcp.registry.testing.FreePort;
import io.mcp.registry.testing.Http;
import io.mcp.registry.testing.JarProcess;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The failure table's rows in which everybody lives and nobody hears each other. */
@Tag("slow")
@ExtendWith(SharedWorld.Resolver.class)
class NetworkCutIT {

	private static final Logger logger = LoggerFactory.getLogger(NetworkCutIT.class);

	private static final int CALLS_PER_SECOND = 50;

	private static final String REMOTE = "remote-service";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	static final List<Named<Consumer<CutNetwork>>> faults = List.of(Named.of("held: nobody is told", CutNetwork::hold),
			Named.of("cut: connections are reset", CutNetwork::cut));

	private final SharedWorld shared;

	NetworkCutIT(SharedWorld shared) {
		this.shared = shared;
	}

	@ParameterizedTest
	@FieldSource("faults")
	void networkIsCutBetweenRegistryAndClientsWhoGoOnAndAreBackAfterwards(Consumer<CutNetwork> fault) {
		World world = this.shared.whole();
		List<CutNetwork> networks = world.replicas().stream().map((replica) -> CutNetwork.to(replica.port())).toList();
		List<URI> registry = networks.stream()
			.map((network) -> URI.create("http://127.0.0.1:" + network.port()))
			.toList();
		try (JarProcess provider = world.stranger("remote-provider", REMOTE, registry);
				JarProcess consumer = world.stranger("remote-consumer", "remote-caller", registry,
						"--mcp.discovery.retry.enabled=false")) {
			provider.ready();
			consumer.ready();
			Set<String> remote = Set.of(REMOTE + ":127.0.0.1:" + provider.port());
			awaitListed(world, remote);
			await().atMost(PATIENCE)
				.until(() -> Http.get(consumer.port(), "/call/" + REMOTE).path("failed").asInt() == 0);
			long begin = System.nanoTime();
			SteadyCaller.Totals cutOff;
			try (SteadyCaller caller = SteadyCaller.through(consumer, REMOTE, CALLS_PER_SECOND)) {
				networks.forEach(fault);
				awaitListed(world, Set.of());
				World.letPass(World.TTL);
				cutOff = caller.endWithoutFailure();
			}
			try (SteadyCaller caller = SteadyCaller.through(consumer, REMOTE, CALLS_PER_SECOND)) {
				networks.forEach(CutNetwork::heal);
				long healed = System.nanoTime();
				awaitListed(world, remote);
				Duration back = Duration.ofNanos(System.nanoTime() - healed);
				await().atMost(PATIENCE)
					.until(() -> Http.get(consumer.port(), "/call/" + REMOTE).path("failed").asInt() == 0);
				logger.info("networkIsCutBetweenRegistryAndClients: cut off {}; listed again {} after it healed: {}",
						cutOff, back, caller.end());
			}
			try (SteadyCaller caller = SteadyCaller.through(consumer, REMOTE, CALLS_PER_SECOND)) {
				World.letPass(World.TTL);
				caller.endWithoutFailure();
			}
			assertThat(World.listed(world.replicas().get(0), REMOTE)).isEqualTo(remote);
			world.assertNobodyWasLost(begin);
		}
		finally {
			networks.forEach(CutNetwork::close);
		}
	}

	@Test
	void networkIsCutBetweenOneReplicaAndRedisAndNobodyElseIsAffected() {
		World world = this.shared.whole();
		try (CutNetwork network = CutNetwork.to(this.shared.redis().address().port());
				JarProcess replica = JarProcess.registry("world-replica-cut-off", FreePort.find(),
						"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + network.port());
				SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			replica.ready();
			await().until(() -> World.listed(replica).equals(world.ids()));
			int leaving = FreePort.find();
			assertThat(World.mark(world.replicas().get(0), leaving)).isEqualTo(201);
			await().until(() -> World.listed(replica, World.MARKER).contains(World.markerId(leaving)));
			long begin = System.nanoTime();
			network.hold();
			await().atMost(PATIENCE).until(() -> isStale(replica) && World.mark(replica, FreePort.find()) == 503);
			World.letPass(World.TTL.plusSeconds(1));
			assertThat(World.listed(replica)).as("reads go on").isEqualTo(world.ids());
			assertThat(World.unmark(world.replicas().get(0), leaving)).isEqualTo(204);
			network.heal();
			long healed = System.nanoTime();
			await().atMost(PATIENCE).until(() -> !isStale(replica) && World.mark(replica, FreePort.find()) == 201);
			Duration back = Duration.ofNanos(System.nanoTime() - healed);
			World.letPass(World.TTL.plusSeconds(1));
			world.assertNobodyWasLost(begin);
			for (JarProcess each : List.of(replica, world.replicas().get(0), world.replicas().get(1))) {
				assertThat(World.listed(each, World.MARKER)).as("who left meanwhile is not brought back")
					.doesNotContain(World.markerId(leaving));
			}
			logger.info("networkIsCutBetweenOneReplicaAndRedis: it writes again {} after it healed; {}", back,
					caller.endWithoutFailure());
		}
	}

	private static void awaitListed(World world, Set<String> ids) {
		await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> world.replicas()
				.forEach((replica) -> assertThat(World.listed(replica, REMOTE)).isEqualTo(ids)));
	}

	private static boolean isStale(JarProcess replica) {
		HttpResponse<String> answer = Http.answer(replica.port(), "/v1/services/" + World.SERVICE + "/instances");
		return answer.headers().firstValue("Mcp-Stale").isPresent();
	}

}
