package io.mcp.registry.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances come, renew, leave and die at random through random replicas; afterwards all
 * views and Redis must agree. The long form: {@code -Dmcp.test.churn.instances=10000
 * -Dmcp.test.churn.rounds=600}; {@code -Dmcp.test.seed} repeats a run's choices.
 */
final class Churn {

	private static final Logger logger = LoggerFactory.getLogger(Churn.class);

	private static final int TTL = 5;

	/**
	 * Every 40th leaves and every 40th dies in a round: as many as come, when about all
	 * are there.
	 */
	private static final int LEAVING = 40;

	private final long seed = Long.getLong("mcp.test.seed", new Random().nextLong());

	private final Random random = new Random(this.seed);

	private final int instances;

	private final int rounds;

	private final List<? extends ChurnedReplica> replicas;

	private final StoredData data;

	private final Map<InstanceKey, Registration> registrations = new ConcurrentHashMap<>();

	/** The living, with their lease ids. */
	private final Map<InstanceKey, String> alive = new ConcurrentHashMap<>();

	private long renewedAt = System.nanoTime();

	private int changes;

	Churn(List<? extends ChurnedReplica> replicas, StoredData data, int instances, int rounds) {
		this.replicas = replicas;
		this.data = data;
		this.instances = Integer.getInteger("mcp.test.churn.instances", instances);
		this.rounds = Integer.getInteger("mcp.test.churn.rounds", rounds);
	}

	void run() {
		logger.info("churn: seed {}, {} instances, {} rounds", this.seed, this.instances, this.rounds);
		for (int round = 0; round < this.rounds; round++) {
			churn((round == 0) ? this.instances : this.instances / 10);
		}
		logger.info("churn: {} changes made, {} instances live", this.changes, this.alive.size());
		everyReplicaShowsTheLivingAndNobodyElse();
		allViewsAndRedisAgree();
		assertThat(this.data.ends()).as("seed %d: an end is one change, though two replicas look", this.seed)
			.doesNotHaveDuplicates();
	}

	/**
	 * One thing at a time happens to an instance, or the test would not know the outcome.
	 */
	private void churn(int arrivals) {
		renewTheLiving();
		List<InstanceKey> present = new ArrayList<>(this.alive.keySet());
		present.sort(Comparator.comparing(InstanceKey::toString));
		Set<Integer> arriving = new HashSet<>();
		for (int i = 0; i < arrivals; i++) {
			arriving.add(this.random.nextInt(this.instances * 2));
		}
		List<CompletableFuture<?>> work = new ArrayList<>();
		for (int number : arriving) {
			Registration registration = Instances.registration("service-" + number % 97, "10.0.0." + number % 251,
					1 + number / 2, TTL);
			present.remove(registration.key());
			work.add(enter(registration));
		}
		for (int i = 0; i < this.instances / LEAVING && !present.isEmpty(); i++) {
			InstanceKey leaving = present.remove(this.random.nextInt(present.size()));
			work.add(any().leave(leaving, this.alive.remove(leaving)).toCompletableFuture());
		}
		for (int i = 0; i < this.instances / LEAVING && !present.isEmpty(); i++) {
			this.alive.remove(present.remove(this.random.nextInt(present.size())));
		}
		this.changes += work.size();
		CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).orTimeout(120, TimeUnit.SECONDS).join();
	}

	private CompletableFuture<?> enter(Registration registration) {
		this.registrations.put(registration.key(), registration);
		return any().enter(registration)
			.thenAccept((leaseId) -> this.alive.put(registration.key(), leaseId))
			.toCompletableFuture();
	}

	private void renewTheLiving() {
		List<LeaseClaim> claims = this.alive.entrySet()
			.stream()
			.map((entry) -> new LeaseClaim(entry.getKey(), entry.getValue()))
			.toList();
		long before = this.renewedAt;
		List<InstanceKey> unknown = any().renew(claims);
		this.renewedAt = System.nanoTime();
		boolean stoodStill = this.renewedAt - before > TimeUnit.SECONDS.toNanos(TTL - 1);
		assertThat(stoodStill ? List.of() : unknown).as("seed %d: renewed in time, and yet unknown", this.seed)
			.isEmpty();
		for (InstanceKey instance : unknown) {
			logger.info("churn: this machine stood still for a ttl, {} registers again", instance);
			enter(this.registrations.get(instance)).join();
		}
	}

	private void everyReplicaShowsTheLivingAndNobodyElse() {
		await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
			renewTheLiving();
			for (ChurnedReplica replica : this.replicas) {
				Set<String> healthy = replica.shown()
					.entrySet()
					.stream()
					.filter((entry) -> entry.getValue().startsWith("HEALTHY"))
					.map(Map.Entry::getKey)
					.collect(Collectors.toCollection(TreeSet::new));
				assertThat(healthy).as("seed %d", this.seed).isEqualTo(names(this.alive.keySet()));
			}
		});
	}

	private void allViewsAndRedisAgree() {
		await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
			renewTheLiving();
			Map<String, String> first = this.replicas.get(0).shown();
			for (ChurnedReplica other : this.replicas) {
				assertThat(other.shown()).as("seed %d", this.seed).isEqualTo(first);
			}
			assertThat(this.data.records()).as("seed %d", this.seed).isEqualTo(first.keySet());
			assertThat(this.data.leases()).as("seed %d", this.seed).isEqualTo(names(this.alive.keySet()));
		});
	}

	private ChurnedReplica any() {
		return this.replicas.get(this.random.nextInt(this.replicas.size()));
	}

	private static Set<String> names(Set<InstanceKey> keys) {
		return keys.stream().map(InstanceKey::toString).collect(Collectors.toCollection(TreeSet::new));
	}

}
