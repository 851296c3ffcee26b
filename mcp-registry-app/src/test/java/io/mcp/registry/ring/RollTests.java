package io.mcp.registry.ring;

import java.time.Duration;

import io.mcp.registry.instance.Instances;
import io.mcp.registry.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/** Replicas on a real Redis find each other, and only those that agree. */
class RollTests {

	@Test
	void aReplicaThatJoinsKnowsForHowLongThereHasBeenARegistry() {
		try (StoredData data = StoredData.emptied();
				Replica first = new Replica(data.properties("mcp.registry.replica.id=first")).loaded()) {
			await().until(() -> first.replicas().alive().size() == 1);
			assertThat(first.replicas().ageOnArrival()).isZero();
			try (Replica second = new Replica(data.properties("mcp.registry.replica.id=second")).loaded()) {
				await().until(() -> second.replicas().alive().size() == 2 && first.replicas().alive().size() == 2);
				assertThat(second.replicas().ageOnArrival()).isPositive();
				for (int partition = 0; partition < 16; partition++) {
					assertThat(first.replicas().rank(partition) + second.replicas().rank(partition)).isEqualTo(1);
				}
			}
			await().until(() -> first.replicas().alive().size() == 1);
		}
	}

	@Test
	void aReplicaThatDividesTheDataOtherwiseIsNotReliedOn() {
		try (StoredData data = StoredData.emptied();
				Replica right = new Replica(data.properties("mcp.registry.replica.id=right")).loaded()) {
			await().until(() -> right.replicas().alive().size() == 1);
			try (Replica wrong = new Replica(
					data.properties("mcp.registry.replica.id=wrong", "mcp.registry.partitions=7"))) {
				await().during(Duration.ofSeconds(2)).until(() -> wrong.replicas().alive().isEmpty());
				assertThat(wrong.view().isLoaded()).isFalse();
				assertThatException()
					.isThrownBy(() -> wrong.register(Instances.registration("orders", "10.0.0.1", 8080, 15)))
					.withCauseInstanceOf(StoreUnavailableException.class);
				assertThat(right.replicas().alive()).containsExactly("right");
				assertThat(wrong.replicas().rank(0)).isEqualTo(Integer.MAX_VALUE);
			}
		}
	}

}
