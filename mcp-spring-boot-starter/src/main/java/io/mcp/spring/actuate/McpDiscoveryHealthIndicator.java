package io.mcp.spring.actuate;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mcp.discovery.registration.RegistrationState;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.transport.RegistryState.Address;
import io.mcp.discovery.transport.RegistryState.Reachability;
import io.mcp.discovery.watch.SubscriptionState;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells how discovery stands. Asks nobody: it shows what the last exchanges with the
 * registry showed.
 * <p>
 * Never {@code DOWN}. An application whose registry is away goes on with its last lists
 * and serves its callers; if its health went down with the registry's, a probe on
 * {@code /actuator/health} would restart every instance of every service for one outage
 * that no restart can end. {@code UNKNOWN} says that something is missing: Boot answers
 * it with 200, and ranks it below {@code UP} when it sums up an application's health.
 */
final class McpDiscoveryHealthIndicator implements HealthIndicator {

	private final DiscoveryParts parts;

	McpDiscoveryHealthIndicator(DiscoveryParts parts) {
		this.parts = parts;
	}

	@Override
	public Health health() {
		RegistryState registry = this.parts.registry().get();
		RegistrationState registration = this.parts.registrationState();
		Reachability reachability = reachability(registry);
		boolean away = reachability == Reachability.UNREACHABLE || reachability == Reachability.FAILING;
		boolean unlisted = registration.phase() == Phase.REGISTERING;
		Status status = (away || unlisted) ? Status.UNKNOWN : Status.UP;
		Health.Builder health = new Health.Builder(status).withDetail("registry", reachability)
			.withDetail("registryAddress", registry.current())
			.withDetail("registration", registration.phase());
		if (registration.instanceId() != null) {
			health.withDetail("instanceId", registration.instanceId());
		}
		if (registration.lastError() != null) {
			health.withDetail("registrationError", registration.lastError());
		}
		SubscriptionState subscription = this.parts.subscription();
		if (subscription != null) {
			health.withDetail("subscription", subscription.mode())
				.withDetail("subscriptionSince", subscription.since())
				.withDetail("subscriptionReason", subscription.why());
		}
		return health.withDetail("services", services()).build();
	}

	private Map<String, McpEndpoint.Service> services() {
		Map<String, McpEndpoint.Service> services = new TreeMap<>();
		this.parts.services()
			.forEach((service) -> services.put(service.serviceName(), McpEndpoint.Service.of(service)));
		return services;
	}

	/** The best that any address showed. */
	private static Reachability reachability(RegistryState registry) {
		Set<Reachability> shown = registry.addresses()
			.stream()
			.map(Address::reachability)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Reachability.class)));
		return Stream.of(Reachability.REACHABLE, Reachability.FAILING, Reachability.UNREACHABLE)
			.filter(shown::contains)
			.findFirst()
			.orElse(Reachability.UNKNOWN);
	}

}
