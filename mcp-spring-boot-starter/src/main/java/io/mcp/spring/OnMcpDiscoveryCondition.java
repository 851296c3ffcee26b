package io.mcp.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Without a wish of the application there is no discovery: a dependency alone must not
 * start to talk to localhost.
 */
final class OnMcpDiscoveryCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String ENABLED = "mcp.discovery.enabled";

	private static final String SERVER_ADDRESSES = "mcp.discovery.server-addresses";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnMcpDiscovery.class);
		if (!context.getEnvironment().getProperty(ENABLED, Boolean.class, true)) {
			return ConditionOutcome.noMatch(message.because(ENABLED + " is false"));
		}
		if (requestedByAnnotation(context.getBeanFactory())) {
			return ConditionOutcome.match(message.because("@EnableMcpDiscovery is present"));
		}
		if (hasServerAddresses(context.getEnvironment())) {
			return ConditionOutcome.match(message.because(SERVER_ADDRESSES + " is set"));
		}
		return ConditionOutcome
			.noMatch(message.because("neither @EnableMcpDiscovery nor " + SERVER_ADDRESSES + " was found"));
	}

	private static boolean requestedByAnnotation(@Nullable ConfigurableListableBeanFactory beans) {
		return beans != null
				&& beans.getBeanNamesForType(EnableMcpDiscoveryRegistrar.DiscoveryRequested.class).length > 0;
	}

	// A binder, because YAML writes a list as server-addresses[0]
	private static boolean hasServerAddresses(Environment environment) {
		return Binder.get(environment)
			.bind(SERVER_ADDRESSES, Bindable.listOf(String.class))
			.map((addresses) -> !addresses.isEmpty())
			.orElse(false);
	}

}
