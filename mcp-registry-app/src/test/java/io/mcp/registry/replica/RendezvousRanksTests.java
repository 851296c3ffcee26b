package io.mcp.registry.replica;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RendezvousRanksTests {

	private static final List<String> REPLICAS = List.of("a-1f", "b-2e", "c-3d");

	@Test
	void everyPartitionHasOneOwnerAndOneSecond() {
		for (int partition = 0; partition < 256; partition++) {
			int current = partition;
			assertThat(REPLICAS.stream().map((it) -> RendezvousRanks.rank(it, REPLICAS, current)))
				.containsExactlyInAnyOrder(0, 1, 2);
		}
	}

	@Test
	void partitionsAreSharedAboutEvenly() {
		for (String replica : REPLICAS) {
			assertThat(
					IntStream.range(0, 1024).filter((it) -> RendezvousRanks.rank(replica, REPLICAS, it) == 0).count())
				.isBetween(256L, 426L);
		}
	}

	@Test
	void aReplicaThatLeavesHandsItsPartitionsToTheSecond() {
		List<String> left = List.of("a-1f", "c-3d");
		for (int partition = 0; partition < 256; partition++) {
			for (String replica : left) {
				int before = RendezvousRanks.rank(replica, REPLICAS, partition);
				int gone = RendezvousRanks.rank("b-2e", REPLICAS, partition);
				assertThat(RendezvousRanks.rank(replica, left, partition))
					.isEqualTo((gone < before) ? before - 1 : before);
			}
		}
	}

}
