package io.mcp.registry.ring;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Three registry processes, spoken to over HTTP as everybody does. */
class ChurnIT {

	@Test
	void afterChurnThreeProcessesAndRedisAgreeAndNothingLiveIsMissing() {
		try (StoredData data = StoredData.emptied();
				ReplicaProcess first = new ReplicaProcess("churn-1", data.properties());
				ReplicaProcess second = new ReplicaProcess("churn-2", data.properties());
				ReplicaProcess third = new ReplicaProcess("churn-3", data.properties())) {
			new Churn(List.of(first.ready(), second.ready(), third.ready()), data, 500, 12).run();
		}
	}

}
