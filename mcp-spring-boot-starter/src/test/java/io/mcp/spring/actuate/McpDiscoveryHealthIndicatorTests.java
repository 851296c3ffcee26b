package io.mcp.spring.actuate;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.transport.RegistryState.Address;
import io.mcp.discovery.transport.RegistryState.Reachability;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.mcp.spring.ScriptedDiscovery;
import io.mcp.spring.registration.McpRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class McpDiscoveryHealthIndicatorTests {

	@Test
	void listedApplicationWithAReachableRegistryIsUp() {
		Health health = health(Reachability.REACHABLE, registered());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("registry", Reachability.REACHABLE)
			.containsEntry("registryAddress", URI.create("http://localhost:6270"))
			.containsEntry("registration", Phase.REGISTERED)
			.containsEntry("instanceId", "orders-1")
			.containsEntry("subscription", Mode.STREAM)
			.containsEntry("subscriptionSince", Instant.EPOCH)
			.containsEntry("subscriptionReason", "streams work")
			.containsEntry("services", Map.of("billing", new McpEndpoint.Service("billing", 7, 0, false, Map.of(),
					Map.of(), Source.REGISTRY, Duration.ofSeconds(3), null)));
	}

	@ParameterizedTest
	@EnumSource(names = { "UNREACHABLE", "FAILING" })
	void registryThatIsAwayIsUnknownAndNotDown(Reachability reachability) {
		assertThat(health(reachability, registered()).getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void applicationThatIsNotListedYetIsUnknownAndSaysWhy() {
		Health health = health(Reachability.REACHABLE, new RegistrationState(Phase.REGISTERING, Instant.EPOCH, "orders",
				null, null, null, 3, "400 weight: 5 (expected: at least 10)", null));
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health.getDetails()).containsEntry("registrationError", "400 weight: 5 (expected: at least 10)");
	}

	@Test
	void consumerThatAskedNothingYetIsUp() {
		DiscoveryParts parts = new DiscoveryParts(() -> registry(Reachability.UNKNOWN), null, null);
		Health health = new McpDiscoveryHealthIndicator(parts).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("registration", Phase.NOT_STARTED)
			.containsEntry("services", Map.of())
			.doesNotContainKey("subscription");
	}

	private static Health health(Reachability reachability, RegistrationState state) {
		return new McpDiscoveryHealthIndicator(new DiscoveryParts(() -> registry(reachability), registration(state),
				new ScriptedDiscovery().with("billing")))
			.health();
	}

	private static RegistrationState registered() {
		return new RegistrationState(Phase.REGISTERED, Instant.EPOCH, "orders", "orders-1", "lease-1", Instant.EPOCH, 0,
				null, null);
	}

	private static RegistryState registry(Reachability reachability) {
		URI uri = URI.create("http://localhost:6270");
		return new RegistryState(uri, List.of(new Address(uri, reachability, null, null, null, null)));
	}

	private static McpRegistration registration(RegistrationState state) {
		return new McpRegistration() {

			@Override
			public RegistrationState state() {
				return state;
			}

			@Override
			public Optional<ChosenAddress> address() {
				return Optional.empty();
			}

			@Override
			public Optional<Integer> port() {
				return Optional.empty();
			}

		};
	}

}
