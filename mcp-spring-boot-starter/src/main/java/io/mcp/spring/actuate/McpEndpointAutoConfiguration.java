package io.mcp.spring.actuate;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.spring.ConditionalOnMcpDiscovery;
import io.mcp.spring.registration.McpRegistration;
import io.mcp.spring.registration.McpRegistrationAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Shows discovery at {@code /actuator/mcp} where that is exposed. */
@AutoConfiguration(after = McpRegistrationAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnMcpDiscovery
@ConditionalOnAvailableEndpoint(McpEndpoint.class)
public final class McpEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	McpEndpoint mcpEndpoint(McpDiscoveryClients clients, ObjectProvider<McpRegistration> registration,
			ObjectProvider<McpDiscovery> discovery) {
		return new McpEndpoint(
				new DiscoveryParts(clients::registry, registration.getIfAvailable(), discovery.getIfAvailable()));
	}

}
