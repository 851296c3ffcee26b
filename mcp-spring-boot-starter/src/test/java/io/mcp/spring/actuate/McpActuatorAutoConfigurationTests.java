package io.mcp.spring.actuate;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.mcp.protocol.Health;
import io.mcp.protocol.Status;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.Instances;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.mcp.spring.ScriptedDiscovery;
import io.mcp.spring.registration.McpRegistrationAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class McpActuatorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, McpRegistrationAutoConfiguration.class,
						McpEndpointAutoConfiguration.class, McpHealthAutoConfiguration.class))
		.withUserConfiguration(Annotated.class)
		.withBean(McpDiscovery.class,
				() -> new ScriptedDiscovery().with("billing", Instances.plain("billing", "10.0.0.7", 8080))
					.without("billing",
							Instances.unavailable("billing", "10.0.0.8", 8080, Status.DRAINING, Health.HEALTHY),
							Instances.unavailable("billing", "10.0.0.9", 8080, Status.UP, Health.FAILED)))
		.withPropertyValues("spring.application.name=orders", "mcp.discovery.registration.port=8080",
				"mcp.discovery.registration.address=10.0.0.9", "management.endpoints.web.exposure.include=mcp");

	@Test
	void healthIsContributed() {
		this.runner.run((context) -> assertThat(context).getBean("mcpDiscoveryHealthIndicator")
			.isInstanceOf(McpDiscoveryHealthIndicator.class));
	}

	@Test
	void endpointShowsRegistrationRegistryAndServices() {
		this.runner.run((context) -> {
			McpEndpoint.Report report = context.getBean(McpEndpoint.class).report();
			assertThat(report.registration()).isNotNull();
			assertThat(report.registration().address().host()).isEqualTo("10.0.0.9");
			assertThat(report.registration().port()).isEqualTo(8080);
			assertThat(report.registry().addresses()).singleElement()
				.satisfies((address) -> assertThat(address.uri()).hasToString("http://localhost:6270"));
			assertThat(report.subscription()).isNotNull();
			assertThat(report.subscription().mode()).isEqualTo(Mode.STREAM);
			assertThat(report.services()).singleElement().satisfies((service) -> {
				assertThat(service.name()).isEqualTo("billing");
				assertThat(service.count()).isEqualTo(1);
				assertThat(service.revision()).isEqualTo(7);
				assertThat(service.age()).hasSeconds(3);
				assertThat(service.source()).isEqualTo(Source.REGISTRY);
				assertThat(service.status()).containsExactly(entry(Status.UP, 2L), entry(Status.DRAINING, 1L));
				assertThat(service.health()).containsExactly(entry(Health.HEALTHY, 2L), entry(Health.FAILED, 1L));
			});
		});
	}

	@Test
	void pureConsumerShowsNoRegistration() {
		this.runner.withPropertyValues("mcp.discovery.registration.enabled=false")
			.run((context) -> assertThat(context.getBean(McpEndpoint.class).report().registration()).isNull());
	}

	@Test
	void pureProviderShowsNoServices() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, McpEndpointAutoConfiguration.class))
			.withPropertyValues("mcp.discovery.server-addresses=http://localhost:1",
					"mcp.discovery.client.enabled=false", "management.endpoints.web.exposure.include=mcp")
			.run((context) -> assertThat(context.getBean(McpEndpoint.class).report()).satisfies((report) -> {
				assertThat(report.services()).isEmpty();
				assertThat(report.subscription()).isNull();
			}));
	}

	@Test
	void eachIsSwitchedOffByItsProperty() {
		this.runner
			.withPropertyValues("management.health.mcp-discovery.enabled=false", "management.endpoint.mcp.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean("mcpDiscoveryHealthIndicator")
				.doesNotHaveBean(McpEndpoint.class));
	}

	@Test
	void bothAreGoneWhereDiscoveryIsSwitchedOff() {
		this.runner.withPropertyValues("mcp.discovery.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class)
				.doesNotHaveBean(McpEndpoint.class));
	}

	@Test
	void endpointIsMadeOnlyWhereItIsExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(McpEndpoint.class));
	}

	@Test
	void healthGivesWayToTheApplicationsOwn() {
		HealthIndicator own = () -> org.springframework.boot.health.contributor.Health.up().build();
		this.runner.withBean("mcpDiscoveryHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
	}

	@Test
	void endpointGivesWayToTheApplicationsOwn() {
		McpEndpoint own = new McpEndpoint(new DiscoveryParts(() -> new ScriptedDiscovery().registry(), null, null));
		this.runner.withBean(McpEndpoint.class, () -> own)
			.run((context) -> assertThat(context).getBean(McpEndpoint.class).isSameAs(own));
	}

	@Test
	void applicationWithoutActuatorHasNeither() {
		this.runner
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class, HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(McpDiscovery.class)
				.doesNotHaveBean("mcpEndpoint")
				.doesNotHaveBean("mcpDiscoveryHealthIndicator"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	static class Annotated {

	}

}
