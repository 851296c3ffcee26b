package io.mcp.registry.ring;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Three replicas in this JVM, so that their own calls are what is tested. */
class ChurnTests {

	@Test
	void afterChurnAllViewsAndRedisAgreeAndNothingLiveIsMissing() {
		try (StoredData data = StoredData.emptied();
				Replica first = new Replica(data.properties());
				Replica second = new Replica(data.properties());
				Replica third = new Replica(data.properties())) {
			new Churn(List.of(first.loaded(), second.loaded(), third.loaded()), data, 1500, 12).run();
		}
	}

}
