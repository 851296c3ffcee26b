package io.mcp.registry.ring;

import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.OverrideRequest;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.StatusOverride;
import io.mcp.registry.lifecycle.Amendment;
import io.mcp.registry.testing.OwnRedis;
import io.mcp.registry.testing.RedisForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An operator's word against an instance's own. */
class OverrideTests {

	private static OwnRedis redis;

	private static Replica replica;

	@BeforeAll
	static void start() {
		redis = RedisForTests.startOwn();
		replica = new Replica(redis.address().properties()).loaded();
	}

	@AfterAll
	static void stop() {
		replica.close();
		redis.close();
	}

	@Test
	void winsOverHeartbeatsAndNewRegistrationsUntilItIsRemoved() {
		Registration registration = Instances.registration("wins", "10.0.0.1", 8080, 60);
		Instance instance = replica.registered(registration);
		Instance overridden = override(instance, Status.OUT_OF_SERVICE, "leaks memory, see ticket 17", null);
		assertThat(overridden.effectiveStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(overridden.status()).as("its own word is kept").isEqualTo(Status.UP);
		assertThat(overridden.override()).extracting(StatusOverride::reason).isEqualTo("leaks memory, see ticket 17");
		assertThat(replica.listed(instance.key().service())).isEmpty();

		Replica
			.result(replica.registry().renew(instance.key(), new Heartbeat(instance.leaseId(), null, Status.STARTING)));
		Replica.result(replica.registry().renew(instance.key(), new Heartbeat(instance.leaseId(), null, Status.UP)));
		Instance again = replica.registered(registration);
		assertThat(replica.listed(instance.key().service())).isEmpty();
		replica.deregister(again.key(), again.leaseId());
		replica.registered(registration);
		assertThat(replica.listed(instance.key().service())).as("also when it left and came back").isEmpty();

		assertThat(Replica.result(replica.registry().removeOverride(instance.key())))
			.isInstanceOf(Amendment.Amended.class);
		assertThat(replica.listed(instance.key().service())).containsExactly(instance.instanceId());
		assertThat(Replica.result(replica.registry().removeOverride(instance.key())))
			.as("removing what is not there is no error")
			.isInstanceOf(Amendment.Amended.class);
	}

	@Test
	void canForceAnInstanceUp() {
		Instance instance = replica.registered(Instances.registration("forced", "10.0.0.1", 8080, 60));
		Replica
			.result(replica.registry().renew(instance.key(), new Heartbeat(instance.leaseId(), null, Status.STARTING)));
		assertThat(replica.listed(instance.key().service())).isEmpty();
		override(instance, Status.UP, null, null);
		assertThat(replica.listed(instance.key().service())).hasSize(1);
	}

	@Test
	void endsByItself() {
		Instance instance = replica.registered(Instances.registration("ends", "10.0.0.1", 8080, 60));
		Instance overridden = override(instance, Status.DRAINING, null, 1);
		assertThat(overridden.override()).extracting(StatusOverride::expiresAt).isNotNull();
		assertThat(overridden.isRoutable()).isFalse();
		await().until(() -> replica.listed(instance.key().service()).size() == 1);
		assertThat(replica.find(instance.key())).get().extracting(Instance::override).isNull();
	}

	@Test
	void survivesTheLossOfRedis() {
		Instance instance = replica.registered(Instances.registration("survives", "10.0.0.1", 8080, 60));
		override(instance, Status.OUT_OF_SERVICE, "kept", 600);
		redis.restartEmptied();
		await().ignoreExceptions()
			.until(() -> replica.registered(Instances.registration("survives", "10.0.0.1", 8080, 60)) != null);
		await().untilAsserted(() -> assertThat(replica.find(instance.key()).map(Instance::override)).get()
			.extracting(StatusOverride::reason)
			.isEqualTo("kept"));
		assertThat(replica.listed(instance.key().service())).isEmpty();
	}

	@Test
	void needsAnInstance() {
		Instance never = Instances.healthy("nobody", "nobody:1", 1);
		assertThat(Replica
			.result(replica.registry().override(never.key(), new OverrideRequest(Status.OUT_OF_SERVICE, null, null))))
			.isInstanceOf(Amendment.Unknown.class);
		assertThat(Replica.result(replica.registry().removeOverride(never.key())))
			.isInstanceOf(Amendment.Unknown.class);
	}

	private static Instance override(Instance instance, Status status, String reason, Integer expiresIn) {
		Amendment amendment = Replica
			.result(replica.registry().override(instance.key(), new OverrideRequest(status, reason, expiresIn)));
		return ((Amendment.Amended) amendment).instance();
	}

}
