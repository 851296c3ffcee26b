package io.mcp.discovery.cache;

import java.util.ArrayList;
import java.util.List;

import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;
import org.junit.jupiter.api.Test;

import static io.mcp.discovery.Instances.instance;
import static org.assertj.core.api.Assertions.assertThat;

class SelectionTests {

	private final List<InstanceInfo> all = new ArrayList<>();

	@Test
	void healthyInstancesThatAreUpAreForCallersInTheOrderOfTheirIds() {
		add("c", Status.UP, Health.HEALTHY);
		add("b", Status.UP, Health.UNSTABLE);
		add("a", Status.UP, Health.HEALTHY);
		add("d", Status.DRAINING, Health.HEALTHY);
		add("e", Status.STARTING, Health.HEALTHY);
		add("f", Status.OUT_OF_SERVICE, Health.HEALTHY);
		add("g", Status.UP, Health.FAILED);
		assertThat(ids()).containsExactly("a", "c");
		assertThat(Selection.of(this.all).degraded()).isFalse();
	}

	@Test
	void unstableInstancesAreForCallersWhereNoneIsHealthy() {
		add("a", Status.UP, Health.UNSTABLE);
		add("b", Status.DRAINING, Health.HEALTHY);
		add("c", Status.UP, Health.FAILED);
		assertThat(ids()).containsExactly("a");
		assertThat(Selection.of(this.all).degraded()).isTrue();
	}

	@Test
	void failedInstancesAreForNobody() {
		add("a", Status.UP, Health.FAILED);
		assertThat(Selection.of(this.all)).isEqualTo(new Selection(List.of(), false));
	}

	private void add(String id, Status status, Health health) {
		this.all.add(instance(id, status, health, 1));
	}

	private List<String> ids() {
		return Selection.of(this.all).instances().stream().map(InstanceInfo::instanceId).toList();
	}

}
