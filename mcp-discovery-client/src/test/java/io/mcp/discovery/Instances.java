package io.mcp.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;

/** Instances for tests. */
public final class Instances {

	private Instances() {
	}

	public static InstanceInfo instance(String id) {
		return instance(id, 100);
	}

	public static InstanceInfo instance(String id, int weight) {
		return new InstanceInfo(id, "billing", "10.0.0.1", 8080, false, Status.UP, Health.HEALTHY, weight, null, null,
				List.of(), Map.of(), Instant.EPOCH, 1);
	}

	/** In that state since that revision. */
	public static InstanceInfo instance(String id, Status status, Health health, long revision) {
		return new InstanceInfo(id, "billing", "10.0.0.1", 8080, false, status, health, 100, null, null, List.of(),
				Map.of(), Instant.EPOCH, revision);
	}

	public static List<InstanceInfo> instances(String... ids) {
		return List.of(ids).stream().map(Instances::instance).toList();
	}

}
