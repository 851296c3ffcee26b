package io.mcp.spring.actuate;

import java.util.List;
import java.util.function.Supplier;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.spring.registration.McpRegistration;
import org.jspecify.annotations.Nullable;

/**
 * What there is to show.
 *
 * @param registry how the registry's addresses answer
 * @param registration this application's registration; {@code null} in a pure consumer
 * @param discovery what finds others; {@code null} in a pure provider
 */
record DiscoveryParts(Supplier<RegistryState> registry, @Nullable McpRegistration registration,
		@Nullable McpDiscovery discovery) {

	RegistrationState registrationState() {
		return (this.registration != null) ? this.registration.state() : RegistrationState.NOT_STARTED;
	}

	/** How changes reach this application; {@code null} in a pure provider. */
	@Nullable SubscriptionState subscription() {
		return (this.discovery != null) ? this.discovery.subscription() : null;
	}

	List<CachedService> services() {
		return (this.discovery != null) ? this.discovery.cachedServices() : List.of();
	}

}
