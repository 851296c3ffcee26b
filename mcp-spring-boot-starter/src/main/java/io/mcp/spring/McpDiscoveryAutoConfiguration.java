package io.mcp.spring;

import java.util.List;

import io.mcp.discovery.DiscoverySettings;
import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.McpDiscoveryClients;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Gives the application its {@link McpDiscovery}, and publishes its changes as events.
 */
@AutoConfiguration
@ConditionalOnMcpDiscovery
@EnableConfigurationProperties({ McpDiscoveryProperties.class, DiscoveryClientProperties.class,
		LoadBalancerProperties.class })
public final class McpDiscoveryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DiscoverySettings mcpDiscoverySettings(McpDiscoveryProperties discovery, DiscoveryClientProperties client,
			LoadBalancerProperties loadBalancer, Environment environment,
			ObjectProvider<DiscoverySettingsCustomizer> customizers) {
		DiscoverySettings.Builder settings = DiscoverySettings.builder()
			.serverAddresses(discovery.serverAddresses())
			.namespace(discovery.namespace())
			.pullInterval(client.pullInterval())
			.eagerServices(client.enabled() ? client.eagerServices() : List.of())
			.strategy(loadBalancer.strategy())
			.snapshotDirectory(client.enabled() ? SnapshotDirectory.of(client.snapshot(), environment) : null);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(settings));
		return settings.build();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	McpDiscoveryClients mcpDiscoveryClients(DiscoverySettings settings) {
		return McpDiscoveryClients.create(settings);
	}

	// Closed with the clients that it is a part of
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "mcp.discovery.client.enabled", matchIfMissing = true)
	McpDiscovery mcpDiscovery(McpDiscoveryClients clients) {
		return clients.discovery();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(McpDiscovery.class)
	ServiceChangePublisher mcpServiceChangePublisher(McpDiscovery discovery, ApplicationEventPublisher publisher) {
		return new ServiceChangePublisher(discovery, publisher);
	}

}
