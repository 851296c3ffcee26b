package io.mcp.registry.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether the registry brings its own Redis: what {@code enabled} says, or else where no
 * property says which Redis to use and how to be let in. Properties that tune the client,
 * such as {@code timeout} or {@code lettuce.*}, do not count, nor do empty ones, as
 * compose files pass them for unset variables.
 */
final class NoRedisConfiguredCondition extends SpringBootCondition {

	private static final String PREFIX = "spring.data.redis.";

	private static final List<String> VALUES = List.of("url", "host", "port", "database", "username", "password");

	private static final List<String> GROUPS = List.of("sentinel", "cluster", "masterreplica", "ssl");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded Redis");
		Binder binder = Binder.get(context.getEnvironment());
		String enabled = EmbeddedRedisProperties.PREFIX + ".enabled";
		Optional<ConditionOutcome> wish = Optional
			.ofNullable(binder.bind(enabled, Bindable.of(Boolean.class)).orElse(null))
			.map((value) -> new ConditionOutcome(value, message.because(enabled + " is " + value)));
		return wish
			.or(() -> configured(binder)
				.map((property) -> ConditionOutcome.noMatch(message.because(property + " is set"))))
			.orElseGet(() -> ConditionOutcome.match(message.because("no " + PREFIX + "* says which Redis to use")));
	}

	private static Optional<String> configured(Binder binder) {
		for (String name : VALUES) {
			if (StringUtils.hasText(binder.bind(PREFIX + name, Bindable.of(String.class)).orElse(""))) {
				return Optional.of(PREFIX + name);
			}
		}
		for (String name : GROUPS) {
			Map<String, String> group = binder.bind(PREFIX + name, Bindable.mapOf(String.class, String.class))
				.orElse(Map.of());
			if (group.values().stream().anyMatch(StringUtils::hasText)) {
				return Optional.of(PREFIX + name + ".*");
			}
		}
		return Optional.empty();
	}

}
