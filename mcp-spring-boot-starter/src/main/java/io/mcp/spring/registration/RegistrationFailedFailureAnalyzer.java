package io.mcp.spring.registration;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.mcp.discovery.registration.RegistrationFailedException;
import io.mcp.protocol.Problem.FieldError;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains why a start that must not fail did: registry away, or registration refused.
 */
final class RegistrationFailedFailureAnalyzer extends AbstractFailureAnalyzer<RegistrationFailedException> {

	private static final String REGISTRATION = "mcp.discovery.registration.";

	private static final Map<String, String> PROPERTIES = Map.ofEntries(
			Map.entry("service_name", REGISTRATION + "service-name"), Map.entry("host", REGISTRATION + "address"),
			Map.entry("port", REGISTRATION + "port"), Map.entry("instance_id", REGISTRATION + "instance-id"),
			Map.entry("metadata", REGISTRATION + "metadata"), Map.entry("tags", REGISTRATION + "tags"),
			Map.entry("weight", REGISTRATION + "weight"), Map.entry("zone", REGISTRATION + "zone"),
			Map.entry("version", REGISTRATION + "version"), Map.entry("ttl", "mcp.discovery.lease.ttl"),
			Map.entry("namespace", "mcp.discovery.namespace"));

	private static final String OR_START_WITHOUT = " Or set '" + REGISTRATION
			+ "fail-fast' to false: the application then starts, and registers as soon as the registry lets it.";

	private final Environment environment;

	RegistrationFailedFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RegistrationFailedException cause) {
		return switch (cause.reason()) {
			case UNREACHABLE -> new FailureAnalysis(
					"No registry answered at %s, and '%sfail-fast' is true: %s".formatted(serverAddresses(),
							REGISTRATION, cause.getMessage()),
					"Start a registry there, or correct 'mcp.discovery.server-addresses'." + OR_START_WITHOUT, cause);
			case REFUSED -> new FailureAnalysis(
					"The registry refused the registration, and '%sfail-fast' is true: %s%s".formatted(REGISTRATION,
							cause.getMessage(), listed(cause.errors())),
					"Correct what the registry names." + OR_START_WITHOUT, cause);
			case ID_TAKEN -> new FailureAnalysis(
					"A live instance at another address holds the instance id, and '%sfail-fast' is true: %s"
						.formatted(REGISTRATION, cause.getMessage()),
					"Give each instance its own '" + REGISTRATION + "instance-id', or remove that property to get one"
							+ " made of service name, address and port." + OR_START_WITHOUT,
					cause);
		};
	}

	private String serverAddresses() {
		return Binder.get(this.environment)
			.bind("mcp.discovery.server-addresses", Bindable.listOf(String.class))
			.map((addresses) -> String.join(", ", addresses))
			.orElse("http://localhost:6270");
	}

	private static String listed(List<FieldError> errors) {
		return errors.stream()
			.map((error) -> "%n    - %s: %s".formatted(named(error.field()), error.message()))
			.collect(Collectors.joining());
	}

	private static String named(String field) {
		String property = PROPERTIES.get(field.split("[.\\[]", 2)[0]);
		return (property != null) ? "%s ('%s')".formatted(field, property) : field;
	}

}
