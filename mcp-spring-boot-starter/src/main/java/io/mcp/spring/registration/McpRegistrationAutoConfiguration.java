package io.mcp.spring.registration;

import io.mcp.discovery.DiscoverySettings;
import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.discovery.address.AddressChooser;
import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.spring.ConditionalOnMcpDiscovery;
import io.mcp.spring.ConsumerOnly;
import io.mcp.spring.McpDiscoveryAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Registers the application, unless it only wants to call others. */
@AutoConfiguration(after = McpDiscoveryAutoConfiguration.class)
@ConditionalOnMcpDiscovery
@ConditionalOnBooleanProperty(name = "mcp.discovery.registration.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(ConsumerOnly.class)
@EnableConfigurationProperties({ RegistrationProperties.class, LeaseProperties.class, DiscoveryHealthProperties.class,
		DiscoveryShutdownProperties.class })
public final class McpRegistrationAutoConfiguration {

	// Closed with the clients that it is a part of
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	InstanceRegistrar mcpInstanceRegistrar(McpDiscoveryClients clients) {
		return clients.registrar();
	}

	@Bean
	@ConditionalOnMissingBean
	AddressChooser mcpAddressChooser() {
		return new AddressChooser();
	}

	@Bean
	@ConditionalOnMissingBean
	RegistrationPlanner mcpRegistrationPlanner(RegistrationProperties registration, LeaseProperties lease,
			Environment environment, ObjectProvider<BuildProperties> build, AddressChooser addresses,
			DiscoverySettings settings, ObjectProvider<RegistrationCustomizer> customizers) {
		ApplicationFacts application = ApplicationFacts.of(environment, build.getIfAvailable());
		return new RegistrationPlanner(registration, lease, application, addresses, settings.serverAddresses(),
				customizers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean(McpRegistration.class)
	RegistrationLifecycle mcpRegistration(ApplicationContext application, InstanceRegistrar registrar,
			RegistrationPlanner planner, ObjectProvider<LocalServer> server, RegistrationProperties registration,
			DiscoveryShutdownProperties shutdown) {
		return new RegistrationLifecycle(application, registrar, planner, server.getIfAvailable(() -> LocalServer.NONE),
				registration.failFast(), shutdown.drainTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "mcp.discovery.health.enabled", matchIfMissing = true)
	ReadinessDeclarer mcpReadinessDeclarer(InstanceRegistrar registrar) {
		return new ReadinessDeclarer(registrar);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerApplicationContext.class)
	static class WebServerConfiguration {

		@Bean
		@ConditionalOnMissingBean(LocalServer.class)
		LocalWebServer mcpLocalServer(ApplicationContext application, ObjectProvider<ServerProperties> properties) {
			return new LocalWebServer(application, properties.getIfAvailable());
		}

	}

}
