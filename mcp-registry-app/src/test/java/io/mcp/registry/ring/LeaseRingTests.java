package io.mcp.registry.ring;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.mcp.protocol.Change;
import io.mcp.protocol.Changes;
import io.mcp.protocol.Health;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.lifecycle.Amendment;
import io.mcp.registry.lifecycle.Departure;
import io.mcp.registry.lifecycle.RegisterOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The life of an instance in one replica, on a real Redis. */
class LeaseRingTests {

	private StoredData data;

	private Replica replica;

	@BeforeEach
	void startReplica() {
		this.data = StoredData.emptied();
		this.replica = new Replica(this.data.properties()).loaded();
	}

	@AfterEach
	void stopReplica() {
		this.replica.close();
		this.data.close();
	}

	@Test
	void aRegistrationIsShownBeforeItIsAnswered() {
		Instance instance = this.replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 15));
		assertThat(this.replica.find(instance.key())).contains(instance);
		assertThat(instance.revision()).isPositive();
	}

	@Test
	void theLeaseIsAKeyThatCountsDown() {
		Instance instance = this.replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 3600));
		String key = this.data.keys("mcp:{p*}:lease:default/orders/orders:10.0.0.1:8080").get(0);
		assertThat(this.data.redis().get(key)).isEqualTo(instance.leaseId());
		assertThat(this.data.redis().pttl(key)).isBetween(3_500_000L, 3_600_000L);
	}

	@Test
	void withoutHeartbeatsAnInstanceFailsAndItsNextHeartbeatIsUnknown() {
		Instance instance = this.replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 1));
		assertThat(this.replica.listed(instance.key().service())).containsExactly(instance.instanceId());
		await().until(() -> this.replica.listed(instance.key().service()).isEmpty());
		Instance tombstone = this.replica.find(instance.key()).orElseThrow();
		assertThat(tombstone.health()).isEqualTo(Health.FAILED);
		assertThat(tombstone.failedAt()).isNotNull();
		assertThat(this.replica.renew(instance.key(), instance.leaseId())).isEqualTo(Renewal.FORGOTTEN);
		assertThat(this.replica.register(Instances.registration("orders", "10.0.0.1", 8080, 15)))
			.isInstanceOfSatisfying(RegisterOutcome.Registered.class, (it) -> assertThat(it.created()).isTrue());
		assertThat(this.replica.listed(instance.key().service())).containsExactly(instance.instanceId());
	}

	@Test
	void withHeartbeatsAnInstanceStaysForTwentyTtls() {
		Instance instance = this.replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 1));
		String key = this.data.keys("mcp:{p*}:lease:*").get(0);
		await().during(Duration.ofSeconds(20))
			.atMost(Duration.ofSeconds(40))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> {
				assertThat(this.replica.renew(instance.key(), instance.leaseId())).isEqualTo(Renewal.EXTENDED);
				return this.replica.listed(instance.key().service()).size() == 1;
			});
		assertThat(this.replica.find(instance.key()).orElseThrow().revision()).isEqualTo(instance.revision());
		assertThat(this.data.redis().pttl(key)).isPositive();
	}

	@Test
	void aTombstoneIsDeletedAfterTheRetention() {
		try (Replica impatient = new Replica(this.data.properties("mcp.registry.lease.retention=1s")).loaded()) {
			Instance instance = impatient.registered(Instances.registration("orders", "10.0.0.1", 8080, 1));
			this.replica.close();
			await().until(() -> impatient.find(instance.key()).isEmpty());
			assertThat(this.data.keys("mcp:{p*}:svc:*")).isEmpty();
		}
	}

	@Test
	void registeringAgainAtTheSameAddressIsNotNewAndTakesTheLeaseOver() {
		Registration registration = Instances.registration("orders", "10.0.0.1", 8080, 15);
		Instance first = this.replica.registered(registration);
		RegisterOutcome.Registered second = (RegisterOutcome.Registered) this.replica.register(registration);
		assertThat(second.created()).isFalse();
		assertThat(second.instance().registeredAt()).isEqualTo(first.registeredAt());
		assertThat(second.instance().revision()).isGreaterThan(first.revision());
		assertThat(this.replica.renew(first.key(), first.leaseId())).isEqualTo(Renewal.TAKEN_OVER);
		assertThat(this.replica.renew(first.key(), null)).isEqualTo(Renewal.EXTENDED);
		assertThat(this.replica.deregister(first.key(), first.leaseId())).isEqualTo(Departure.TAKEN_OVER);
		assertThat(this.replica.deregister(first.key(), second.instance().leaseId())).isEqualTo(Departure.GONE);
		assertThat(this.replica.deregister(first.key(), null)).isEqualTo(Departure.ALREADY_GONE);
		assertThat(this.replica.find(first.key())).isEmpty();
		assertThat(this.data.keys("mcp:{p*}:lease:*")).isEmpty();
	}

	@Test
	void aLiveInstanceElsewhereKeepsItsId() {
		this.replica.register(Instances.registration("default", "orders", "one", "10.0.0.1", 8080, 1));
		Registration other = Instances.registration("default", "orders", "one", "10.0.0.2", 8080, 15);
		assertThat(this.replica.register(other)).isEqualTo(new RegisterOutcome.Conflict("10.0.0.1:8080"));
		await().until(() -> this.replica.register(other) instanceof RegisterOutcome.Registered);
	}

	@Test
	void manyLeasesAreRenewedTogetherAndAnsweredInOrder() {
		Instance a = this.replica.registered(Instances.registration("a", "10.0.0.1", 1, 15));
		Instance b = this.replica.registered(Instances.registration("b", "10.0.0.1", 2, 15));
		InstanceKey unknown = b.key().service().instance("nobody");
		assertThat(Replica.result(this.replica.registry()
			.renewAll(List.of(new LeaseClaim(a.key(), a.leaseId()), new LeaseClaim(unknown, null),
					new LeaseClaim(b.key(), "foreign-1"), new LeaseClaim(b.key(), null)))))
			.containsExactly(Renewal.EXTENDED, Renewal.FORGOTTEN, Renewal.TAKEN_OVER, Renewal.EXTENDED);
	}

	@Test
	void changingPropertiesLeavesTheLeaseAlone() {
		Instance instance = this.replica.registered(Instances.registration("orders", "10.0.0.1", 8080, 15));
		Amendment amendment = Replica
			.result(this.replica.registry().amend(instance.key(), InstancePatch.declaring(Status.DRAINING)));
		assertThat(amendment).isInstanceOfSatisfying(Amendment.Amended.class,
				(it) -> assertThat(it.instance().status()).isEqualTo(Status.DRAINING));
		assertThat(this.replica.listed(instance.key().service())).isEmpty();
		assertThat(this.replica.renew(instance.key(), instance.leaseId())).isEqualTo(Renewal.EXTENDED);
		assertThat(Replica.result(this.replica.registry()
			.amend(instance.key().service().instance("nobody"), InstancePatch.declaring(Status.UP))))
			.isEqualTo(new Amendment.Unknown());
	}

	@Test
	void theHistoryTellsEachChangeOnceAndGoesOnFromItsCursor() {
		for (int port = 1; port <= 5; port++) {
			this.replica.register(Instances.registration("service-" + port, "10.0.0.1", port, 15));
		}
		this.replica.register(Instances.registration("elsewhere", "service-1", "x", "10.0.0.1", 9, 15));
		Changes first = history(null, 3);
		Changes rest = history(first.next(), 100);
		assertThat(first.changes()).hasSize(3);
		// Changes of one millisecond have no order among partitions.
		assertThat(Stream.of(first, rest).flatMap((page) -> page.changes().stream()))
			.isSortedAccordingTo(Comparator.comparing(Change::at))
			.extracting(Change::serviceName)
			.containsExactlyInAnyOrder("service-1", "service-2", "service-3", "service-4", "service-5");
		assertThat(history(rest.next(), 100).changes()).isEmpty();
		assertThat(rest.truncated()).isFalse();
	}

	private Changes history(String after, int limit) {
		return Replica.result(this.replica.registry().changes("default", after, limit));
	}

}
