package io.mcp.spring.actuate;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.spring.ConditionalOnMcpDiscovery;
import io.mcp.spring.registration.McpRegistration;
import io.mcp.spring.registration.McpRegistrationAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Contributes {@code mcpDiscovery} to the application's health. */
@AutoConfiguration(after = McpRegistrationAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnMcpDiscovery
@ConditionalOnEnabledHealthIndicator("mcp-discovery")
public final class McpHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "mcpDiscoveryHealthIndicator")
	HealthIndicator mcpDiscoveryHealthIndicator(McpDiscoveryClients clients,
			ObjectProvider<McpRegistration> registration, ObjectProvider<McpDiscovery> discovery) {
		return new McpDiscoveryHealthIndicator(
				new DiscoveryParts(clients::registry, registration.getIfAvailable(), discovery.getIfAvailable()));
	}

}
