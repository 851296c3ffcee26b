package io.mcp.registry.store;

import java.util.stream.IntStream;

import io.lettuce.core.cluster.SlotHash;
import io.mcp.registry.instance.ServiceKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RegistryKeysTests {

	private final RegistryKeys keys = new RegistryKeys(16);

	@Test
	void namesAreThoseOfTheContract() {
		ServiceKey service = new ServiceKey("default", "User-Service");
		assertThat(this.keys.services(7)).isEqualTo("mcp:{p07}:services");
		assertThat(this.keys.service(7, service)).isEqualTo("mcp:{p07}:svc:default/user-service");
		assertThat(this.keys.lease(12, service.instance("a:1"))).isEqualTo("mcp:{p12}:lease:default/user-service/a:1");
		assertThat(this.keys.revision(0)).isEqualTo("mcp:{p00}:rev");
		assertThat(this.keys.changes(15)).isEqualTo("mcp:{p15}:changes");
		assertThat(this.keys.partitionOfKey("mcp:{p15}:changes")).isEqualTo(15);
	}

	@Test
	void everythingOfAPartitionLiesInOneSlot() {
		ServiceKey service = new ServiceKey("default", "orders");
		int partition = this.keys.partitionOf(service);
		assertThat(IntStream
			.of(SlotHash.getSlot(this.keys.services(partition)),
					SlotHash.getSlot(this.keys.service(partition, service)),
					SlotHash.getSlot(this.keys.lease(partition, service.instance("x"))),
					SlotHash.getSlot(this.keys.revision(partition)), SlotHash.getSlot(this.keys.changes(partition)),
					SlotHash.getSlot(this.keys.epoch(partition)))
			.distinct()).hasSize(1);
	}

	@Test
	void thePartitionIsTheCrcOfRedisClusterOverNamespaceAndService() {
		// CRC16/XMODEM of "123456789" is 0x31C3, the check value that Redis documents.
		assertThat(new RegistryKeys(1024).partitionOf(ServiceKey.ofPath("a/b")))
			.isEqualTo(SlotHash.getSlot("a/b") % 1024);
	}

	@Test
	void anImpossibleNumberOfPartitionsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PartitionProperties(0))
			.withMessageContaining("mcp.registry.partitions: 0");
	}

}
