package io.mcp.registry.ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.mcp.protocol.Health;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.lifecycle.RegisterOutcome;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three registries on one Redis while instances come, renew, leave and die at random
 * through random replicas. The long form: {@code -Dmcp.test.churn.instances=10000
 * -Dmcp.test.churn.rounds=120}; {@code -Dmcp.test.seed} repeats a run.
 */
class ChurnTests {

	private static final Logger logger = LoggerFactory.getLogger(ChurnTests.class);

	private static final int TTL = 4;

	private final long seed = Long.getLong("mcp.test.seed", System.nanoTime());

	private final int instances = Integer.getInteger("mcp.test.churn.instances", 1500);

	private final int rounds = Integer.getInteger("mcp.test.churn.rounds", 12);

	private final Random random = new Random(this.seed);

	private final Map<InstanceKey, Instance> alive = new HashMap<>();

	private final Set<InstanceKey> dead = new HashSet<>();

	private List<Replica> replicas = List.of();

	private long renewedAt = System.nanoTime();

	@Test
	void afterChurnAllViewsAndRedisAgreeAndNothingLiveIsMissing() {
		logger.info("churn: seed {} instances {} rounds {}", this.seed, this.instances, this.rounds);
		try (StoredData data = StoredData.emptied();
				Replica a = new Replica(data.properties());
				Replica b = new Replica(data.properties());
				Replica c = new Replica(data.properties())) {
			this.replicas = List.of(a.loaded(), b.loaded(), c.loaded());
			for (int round = 0; round < this.rounds; round++) {
				churn(round);
			}
			await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
				renewTheLiving();
				for (Replica replica : this.replicas) {
					assertThat(routable(replica)).as("seed %d", this.seed).isEqualTo(this.alive.keySet());
				}
			});
			renewTheLiving();
			await().untilAsserted(() -> {
				Map<InstanceKey, Instance> first = all(this.replicas.get(0));
				assertThat(all(this.replicas.get(1))).as("seed %d", this.seed).isEqualTo(first);
				assertThat(all(this.replicas.get(2))).as("seed %d", this.seed).isEqualTo(first);
				assertThat(data.records()).as("seed %d", this.seed)
					.isEqualTo(first.keySet().stream().map(InstanceKey::toString).collect(Collectors.toSet()));
			});
			assertThat(data.leases()).as("seed %d", this.seed)
				.containsExactlyInAnyOrderElementsOf(this.alive.keySet().stream().map(InstanceKey::toString).toList());
			eachEndWasWrittenOnce(data);
		}
	}

	private void churn(int round) {
		renewTheLiving();
		List<InstanceKey> present = new ArrayList<>(this.alive.keySet());
		present.sort((one, other) -> one.toString().compareTo(other.toString()));
		// One thing at a time happens to an instance, or the test would not know the
		// outcome.
		Set<Integer> arriving = new HashSet<>();
		int arrivals = (round == 0) ? this.instances : this.instances / 10;
		for (int i = 0; i < arrivals; i++) {
			arriving.add(this.random.nextInt(this.instances * 2));
		}
		List<CompletableFuture<?>> work = new ArrayList<>();
		for (int number : arriving) {
			Registration registration = registration(number);
			present.remove(registration.key());
			work.add(arrive(registration));
		}
		for (int i = 0; i < this.instances / 20 && !present.isEmpty(); i++) {
			work.add(leave(present.remove(this.random.nextInt(present.size()))));
		}
		for (int i = 0; i < this.instances / 20 && !present.isEmpty(); i++) {
			die(present.remove(this.random.nextInt(present.size())));
		}
		CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
	}

	private Registration registration(int number) {
		return Instances.registration("service-" + number % 97, "10.0.0." + number % 251, 1 + number / 2, TTL);
	}

	private CompletableFuture<?> arrive(Registration registration) {
		return any().registry().register(registration).thenAccept((outcome) -> {
			Instance instance = ((RegisterOutcome.Registered) outcome).instance();
			synchronized (this.alive) {
				this.dead.remove(instance.key());
				this.alive.put(instance.key(), instance);
			}
		}).toCompletableFuture();
	}

	private CompletableFuture<?> leave(InstanceKey key) {
		Instance instance;
		synchronized (this.alive) {
			instance = this.alive.remove(key);
		}
		return any().registry().deregister(key, instance.leaseId()).toCompletableFuture();
	}

	private void die(InstanceKey key) {
		synchronized (this.alive) {
			this.alive.remove(key);
			this.dead.add(key);
		}
	}

	private void renewTheLiving() {
		List<LeaseClaim> claims;
		synchronized (this.alive) {
			claims = this.alive.values()
				.stream()
				.map((instance) -> new LeaseClaim(instance.key(), instance.leaseId()))
				.toList();
		}
		List<Renewal> renewals = Replica.result(any().registry().renewAll(claims));
		for (int i = 0; i < renewals.size(); i++) {
			if (renewals.get(i) != Renewal.EXTENDED) {
				// A machine that stood still for a ttl: the instance does what a client
				// does.
				InstanceKey key = claims.get(i).instance();
				logger.info("churn: {} of {}, registering again", renewals.get(i), key);
				Instance known = this.alive.get(key);
				Instance again = any()
					.registered(Instances.registration(known.serviceName(), known.host(), known.port(), TTL));
				this.alive.put(key, again);
			}
		}
	}

	private Replica any() {
		return this.replicas.get(this.random.nextInt(this.replicas.size()));
	}

	private void eachEndWasWrittenOnce(StoredData data) {
		List<String> ends = data.ends();
		assertThat(ends).as("seed %d: an end is one change, though two replicas look", this.seed)
			.doesNotHaveDuplicates();
	}

	private static Set<InstanceKey> routable(Replica replica) {
		return replica.view()
			.all()
			.stream()
			.flatMap((service) -> service.instances().stream())
			.filter((instance) -> instance.health() == Health.HEALTHY)
			.map(Instance::key)
			.collect(Collectors.toSet());
	}

	private static Map<InstanceKey, Instance> all(Replica replica) {
		return replica.view()
			.all()
			.stream()
			.flatMap((service) -> service.instances().stream())
			.collect(Collectors.toMap(Instance::key, (instance) -> instance));
	}

}
