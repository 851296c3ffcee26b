package io.mcp.registry.ring;

import java.util.ArrayList;
import java.util.List;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.lifecycle.Departure;
import io.mcp.registry.testing.RedisClusterForTests;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two replicas on a Redis Cluster of three masters: every script stays within one slot.
 */
class ClusterRingTests {

	@Test
	void instancesOfAllPartitionsComeLiveEndAndLeaveOnACluster() {
		try (RedisClusterForTests cluster = RedisClusterForTests.start();
				Replica first = new Replica(cluster.properties()).loaded();
				Replica second = new Replica(cluster.properties()).loaded()) {
			List<Instance> leased = new ArrayList<>();
			List<InstanceKey> brief = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				leased.add(first.registered(Instances.registration("long-" + i, "10.0.0.1", 8080, 60)));
				brief.add(second.registered(Instances.registration("brief-" + i, "10.0.0.2", 8080, 1)).key());
			}
			for (Instance instance : leased) {
				await().until(() -> second.find(instance.key()).isPresent());
				assertThat(second.renew(instance.key(), instance.leaseId())).isEqualTo(Renewal.EXTENDED);
			}
			for (InstanceKey key : brief) {
				await().until(() -> first.listed(key.service()).isEmpty() && second.listed(key.service()).isEmpty());
			}
			for (Instance instance : leased) {
				assertThat(first.deregister(instance.key(), instance.leaseId())).isEqualTo(Departure.GONE);
				await().until(() -> second.find(instance.key()).isEmpty());
			}
			assertThat(Replica.result(first.registry().changes("default", null, 1000)).changes())
				.hasSizeGreaterThan(100);
		}
	}

}
