package io.mcp.spring.actuate;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.metrics.DiscoveryMetrics;
import io.mcp.spring.ConditionalOnMcpDiscovery;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Measures the lists, where Micrometer is there; Boot binds the meters. */
@AutoConfiguration(after = McpDiscoveryAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnMcpDiscovery
@ConditionalOnBean(McpDiscovery.class)
public final class McpMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DiscoveryMetrics mcpDiscoveryMetrics(McpDiscovery discovery) {
		return new DiscoveryMetrics(discovery);
	}

}
