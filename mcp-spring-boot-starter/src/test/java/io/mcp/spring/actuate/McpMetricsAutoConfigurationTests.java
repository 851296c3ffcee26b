package io.mcp.spring.actuate;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.metrics.DiscoveryMetrics;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.Instances;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.mcp.spring.ScriptedDiscovery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class McpMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, MetricsAutoConfiguration.class,
				McpMetricsAutoConfiguration.class))
		.withUserConfiguration(Annotated.class)
		.withBean(McpDiscovery.class,
				() -> new ScriptedDiscovery().with("billing", Instances.plain("billing", "10.0.0.7", 8080)))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void listsAreMeasured() {
		this.runner.run((context) -> assertThat(
				context.getBean(MeterRegistry.class).get("mcp.discovery.cache.age").timeGauge().value())
			.isEqualTo(3));
	}

	@Test
	void nothingIsMeasuredWhereDiscoveryIsSwitchedOff() {
		this.runner.withPropertyValues("mcp.discovery.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DiscoveryMetrics.class));
	}

	@Test
	void pureProviderHasNothingToMeasure() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, McpMetricsAutoConfiguration.class))
			.withUserConfiguration(Annotated.class)
			.withPropertyValues("mcp.discovery.client.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DiscoveryMetrics.class));
	}

	@Test
	void givesWayToTheApplicationsOwnMetrics() {
		DiscoveryMetrics own = new DiscoveryMetrics(new ScriptedDiscovery());
		this.runner.withBean(DiscoveryMetrics.class, () -> own)
			.run((context) -> assertThat(context).getBean(DiscoveryMetrics.class).isSameAs(own));
	}

	@Test
	void needsNoMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, McpMetricsAutoConfiguration.class))
			.withUserConfiguration(Annotated.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(McpDiscovery.class)
				.doesNotHaveBean(McpMetricsAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	static class Annotated {

	}

}
