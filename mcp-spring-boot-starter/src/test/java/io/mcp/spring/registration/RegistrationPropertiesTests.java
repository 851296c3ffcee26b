package io.mcp.spring.registration;

import java.time.Duration;
import java.util.Map;

import io.mcp.spring.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class RegistrationPropertiesTests {

	@Test
	void defaultsAreThoseOfTheContract() {
		LeaseProperties lease = bind(Map.of(), "mcp.discovery.lease", LeaseProperties.class);
		assertThat(lease.ttl()).isEqualTo(Duration.ofSeconds(15));
		assertThat(lease.effectiveRenewInterval()).isEqualTo(Duration.ofSeconds(5));
		RegistrationProperties registration = bind(Map.of(), "mcp.discovery.registration",
				RegistrationProperties.class);
		assertThat(registration.enabled()).isTrue();
		assertThat(registration.failFast()).isFalse();
		assertThat(registration.weight()).isEqualTo(100);
		assertThat(bind(Map.of(), "mcp.discovery.shutdown", DiscoveryShutdownProperties.class).drainTimeout())
			.isEqualTo(Duration.ofSeconds(3));
		assertThat(bind(Map.of(), "mcp.discovery.health", DiscoveryHealthProperties.class).enabled()).isTrue();
	}

	@Test
	void renewIntervalFollowsTheTtl() {
		assertThat(bind(Map.of("mcp.discovery.lease.ttl", "3s"), "mcp.discovery.lease", LeaseProperties.class)
			.effectiveRenewInterval()).isEqualTo(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@CsvSource({ "mcp.discovery.lease.ttl, 0s", "mcp.discovery.lease.ttl, 3601s", "mcp.discovery.lease.ttl, 1500ms",
			"mcp.discovery.lease.renew-interval, 15s", "mcp.discovery.lease.renew-interval, 0s" })
	void impossibleLeaseIsRefusedWithTheNameOfTheProperty(String property, String value) {
		assertThatException()
			.isThrownBy(() -> bind(Map.of(property, value), "mcp.discovery.lease", LeaseProperties.class))
			.havingRootCause()
			.isInstanceOf(InvalidDiscoveryPropertyException.class)
			.withMessageStartingWith(property);
	}

	@ParameterizedTest
	@CsvSource({ "mcp.discovery.registration.port, 0", "mcp.discovery.registration.port, 65536",
			"mcp.discovery.registration.weight, -1", "mcp.discovery.registration.weight, 10001",
			"mcp.discovery.registration.ignored-interfaces, [" })
	void impossibleRegistrationIsRefusedWithTheNameOfTheProperty(String property, String value) {
		assertThatException()
			.isThrownBy(() -> bind(Map.of(property, value), "mcp.discovery.registration", RegistrationProperties.class))
			.havingRootCause()
			.isInstanceOf(InvalidDiscoveryPropertyException.class)
			.withMessageStartingWith(property);
	}

	private static <T> T bind(Map<String, String> properties, String prefix, Class<T> type) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
	}

}
