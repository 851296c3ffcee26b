package io.mcp.registry.view;

import java.util.List;
import java.util.Map;

import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.ServiceKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceSnapshotTests {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	@Test
	void onlyRoutableInstancesAreListedUnlessMoreIsAskedFor() {
		ServiceSnapshot service = snapshot(Instances.healthy("a", "up", 1),
				Instances.of("a", "draining", 2, Status.DRAINING, Health.HEALTHY),
				Instances.of("a", "unstable", 3, Status.UP, Health.UNSTABLE),
				Instances.of("a", "failed", 4, Status.UP, Health.FAILED));
		assertThat(ids(service.select(InstanceFilter.ROUTABLE))).containsExactly("up");
		assertThat(ids(service.select(filter(true, false)))).containsExactly("failed", "unstable", "up");
		assertThat(ids(service.select(filter(false, true)))).containsExactly("draining", "unstable", "up");
		assertThat(ids(service.select(InstanceFilter.ALL))).containsExactly("draining", "failed", "unstable", "up");
		assertThat(service.routableCount()).isEqualTo(1);
	}

	@Test
	void withoutAHealthyOneTheUnstableOnesAreListedAsDegraded() {
		ServiceSnapshot service = snapshot(Instances.of("a", "unstable", 3, Status.UP, Health.UNSTABLE),
				Instances.of("a", "failed", 4, Status.UP, Health.FAILED));
		ServiceInstances answer = service.select(InstanceFilter.ROUTABLE);
		assertThat(answer.degraded()).isTrue();
		assertThat(ids(answer)).containsExactly("unstable");
	}

	@Test
	void filtersLookAtLabels() {
		ServiceSnapshot service = snapshot(Instances.healthy("a", "x", 1));
		assertThat(ids(service.select(new InstanceFilter(false, false, "z1", "blue", "1.0", Map.of("env", "prod")))))
			.containsExactly("x");
		assertThat(ids(service.select(new InstanceFilter(false, false, "z2", null, null, Map.of())))).isEmpty();
		assertThat(ids(service.select(new InstanceFilter(false, false, null, "green", null, Map.of())))).isEmpty();
		assertThat(ids(service.select(new InstanceFilter(false, false, null, null, null, Map.of("env", "dev")))))
			.isEmpty();
	}

	@Test
	void changesMakeNewSnapshotsAndKeepTheOrder() {
		ServiceSnapshot one = snapshot(Instances.healthy("a", "m", 1));
		ServiceSnapshot three = one.with(Instances.healthy("a", "z", 2), 2).with(Instances.healthy("a", "b", 3), 3);
		assertThat(three.instances()).extracting(Instance::instanceId).containsExactly("b", "m", "z");
		assertThat(three.without("m", 4).instances()).extracting(Instance::instanceId).containsExactly("b", "z");
		assertThat(three.without("unknown", 5).instances()).hasSize(3);
		assertThat(three.without("unknown", 5).revision()).isEqualTo(5);
		assertThat(one.instances()).hasSize(1);
	}

	@Test
	void theEncodedAnswerIsKeptAndItsTagChangesWithTheContent() {
		ServiceSnapshot service = snapshot(Instances.healthy("a", "x", 1));
		EncodedAnswer answer = service.encoded(InstanceFilter.ROUTABLE);
		assertThat(service.encoded(InstanceFilter.ROUTABLE)).isSameAs(answer);
		assertThat(JSON.readValue(answer.json(), ServiceInstances.class))
			.isEqualTo(service.select(InstanceFilter.ROUTABLE));
		ServiceSnapshot otherLife = snapshot(Instances.of("a", "x", 1, Status.DRAINING, Health.HEALTHY));
		assertThat(otherLife.revision()).isEqualTo(service.revision());
		assertThat(otherLife.encoded(InstanceFilter.ROUTABLE).etag()).isNotEqualTo(answer.etag());
	}

	private static InstanceFilter filter(boolean anyHealth, boolean anyStatus) {
		return new InstanceFilter(anyHealth, anyStatus, null, null, null, Map.of());
	}

	private static ServiceSnapshot snapshot(Instance... instances) {
		return ServiceSnapshot.of(new ServiceKey("default", "a"), 9, List.of(instances), JSON);
	}

	private static List<String> ids(ServiceInstances answer) {
		return answer.instances().stream().map(InstanceInfo::instanceId).toList();
	}

}
