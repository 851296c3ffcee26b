package io.mcp.spring.registration;

import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.mcp.spring.RecordingRegistrar;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class McpRegistrationAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations
		.of(McpDiscoveryAutoConfiguration.class, McpRegistrationAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withUserConfiguration(Annotated.class)
		.withPropertyValues("spring.application.name=orders", "mcp.discovery.registration.port=8080",
				"mcp.discovery.registration.address=orders.example.com");

	@Test
	void registersWhereNothingSpeaksAgainstIt() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(InstanceRegistrar.class).hasSingleBean(McpRegistration.class);
			assertThat(context.getBean(InstanceRegistrar.class))
				.isSameAs(context.getBean(McpDiscoveryClients.class).registrar());
			assertThat(context.getBean(McpRegistration.class).address()).hasValueSatisfying((address) -> {
				assertThat(address.host()).isEqualTo("orders.example.com");
				assertThat(address.reason()).contains("mcp.discovery.registration.address");
			});
			assertThat(context.getBean(McpRegistration.class).port()).hasValue(8080);
		});
	}

	@Test
	void propertySwitchesRegistrationOff() {
		this.runner.withPropertyValues("mcp.discovery.registration.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(McpDiscoveryClients.class)
				.doesNotHaveBean(InstanceRegistrar.class)
				.doesNotHaveBean(McpRegistration.class));
	}

	@Test
	void annotationMakesAPureConsumer() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(Consumer.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(McpDiscoveryClients.class)
				.doesNotHaveBean(McpRegistration.class));
	}

	@Test
	void oneConsumerAnnotationAmongSeveralIsEnough() {
		this.runner.withUserConfiguration(Consumer.class)
			.run((context) -> assertThat(context).doesNotHaveBean(McpRegistration.class));
	}

	@Test
	void discoverySwitchedOffMeansNoRegistration() {
		this.runner.withPropertyValues("mcp.discovery.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(McpRegistration.class));
	}

	@Test
	void givesWayToTheApplicationsOwnRegistrar() {
		RecordingRegistrar own = new RecordingRegistrar();
		this.runner.withBean(InstanceRegistrar.class, () -> own)
			.run((context) -> assertThat(context).getBean(InstanceRegistrar.class).isSameAs(own));
		assertThat(own.events()).containsExactly("stop PT3S", "close");
	}

	@Test
	void readinessBecomesStatus() {
		RecordingRegistrar registrar = new RecordingRegistrar();
		this.runner.withBean(InstanceRegistrar.class, () -> registrar).run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(registrar.events()).containsExactly("declare OUT_OF_SERVICE after PT0.5S", "declare UP");
		});
	}

	@Test
	void propertyKeepsReadinessToTheApplication() {
		RecordingRegistrar registrar = new RecordingRegistrar();
		this.runner.withBean(InstanceRegistrar.class, () -> registrar)
			.withPropertyValues("mcp.discovery.health.enabled=false")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
				assertThat(registrar.events()).isEmpty();
			});
	}

	@Test
	void needsNoWebServerLibraryWhereAPortIsConfigured() {
		this.runner.withClassLoader(new FilteredClassLoader(WebServerApplicationContext.class.getPackageName()))
			.run((context) -> assertThat(context).hasSingleBean(McpRegistration.class)
				.doesNotHaveBean(LocalWebServer.class));
	}

	@Test
	void failsWithoutPort() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(Annotated.class)
			.withPropertyValues("spring.application.name=orders")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(RegistrationImpossibleException.class)
				.rootCause()
				.hasMessageContaining("mcp.discovery.registration.port"));
	}

	@Test
	void testWithASimulatedWebServerNeedsNoPort() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(Annotated.class)
			.withPropertyValues("spring.application.name=orders")
			.run((context) -> {
				assertThat(context).hasSingleBean(McpRegistration.class);
				assertThat(context.getBean(McpRegistration.class).address()).isEmpty();
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	static class Annotated {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery(register = false)
	static class Consumer {

	}

}
