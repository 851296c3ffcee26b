package io.mcp.registry.view;

import java.util.List;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.ServiceKey;
import tools.jackson.databind.json.JsonMapper;

/** Makes snapshots for tests of other packages. */
public final class SnapshotFixtures {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private SnapshotFixtures() {
	}

	/** A snapshot of instances in any order. */
	public static ServiceSnapshot snapshot(ServiceKey key, long revision, List<Instance> instances) {
		return ServiceSnapshot.of(key, revision, instances, JSON);
	}

}
