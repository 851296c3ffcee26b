package io.mcp.spring.registration;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import io.mcp.discovery.address.AddressChooser;
import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.address.InvalidAddressSettingException;
import io.mcp.discovery.registration.RegistrationPlan;
import io.mcp.protocol.HostSyntax;
import io.mcp.protocol.Limits;
import io.mcp.protocol.RegisterRequest;
import io.mcp.spring.InvalidDiscoveryPropertyException;
import io.mcp.spring.registration.LocalServer.Listening;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the registration of what is configured and of what only a started application
 * knows: the real port and the address.
 */
final class RegistrationPlanner {

	private final RegistrationProperties registration;

	private final LeaseProperties lease;

	private final ApplicationFacts application;

	private final AddressChooser addresses;

	private final List<URI> registries;

	private final List<RegistrationCustomizer> customizers;

	RegistrationPlanner(RegistrationProperties registration, LeaseProperties lease, ApplicationFacts application,
			AddressChooser addresses, List<URI> registries, List<RegistrationCustomizer> customizers) {
		this.registration = registration;
		this.lease = lease;
		this.application = application;
		this.addresses = addresses;
		this.registries = registries;
		this.customizers = customizers;
	}

	/**
	 * Plans the registration on the given server.
	 * @throws InvalidDiscoveryPropertyException if a configured value cannot work
	 * @throws RegistrationImpossibleException if there is no name or no port
	 */
	Planned plan(LocalServer server) {
		String serviceName = serviceName();
		Listening listening = server.listening().orElse(null);
		int port = port(listening);
		ChosenAddress address = address();
		RegisterRequest.Builder request = RegisterRequest.of(serviceName, address.host(), port)
			.instanceId(instanceId())
			.ttl((int) this.lease.ttl().toSeconds())
			.secure(listening != null && listening.secure())
			.metadata(this.registration.metadata())
			.tags(this.registration.tags())
			.weight(this.registration.weight())
			.zone(textOrNull(this.registration.zone()))
			.version(version());
		this.customizers.forEach((customizer) -> customizer.customize(request));
		return new Planned(new RegistrationPlan(request.build(), this.lease.effectiveRenewInterval()), address);
	}

	/** Whether a port is configured, so that no server is needed. */
	boolean hasPort() {
		return this.registration.port() != null;
	}

	private String serviceName() {
		String configured = textOrNull(this.registration.serviceName());
		String name = (configured != null) ? configured : textOrNull(this.application.name());
		if (name == null) {
			throw new RegistrationImpossibleException("The application has no name to register under.",
					"Set 'spring.application.name' or 'mcp.discovery.registration.service-name'. An application that only"
							+ " calls others needs none: use @EnableMcpDiscovery(register = false) or"
							+ " 'mcp.discovery.registration.enabled=false'.");
		}
		String property = (configured != null) ? "mcp.discovery.registration.service-name" : "spring.application.name";
		return requireMatch(property, name, Limits.NAME,
				"a service name of at most 128 letters, digits, dots, hyphens and underscores that begins with a letter"
						+ " or digit; 'mcp.discovery.registration.service-name' goes before 'spring.application.name'");
	}

	private @Nullable String instanceId() {
		String id = textOrNull(this.registration.instanceId());
		return (id == null) ? null
				: requireMatch("mcp.discovery.registration.instance-id", id, Limits.INSTANCE_ID,
						"at most 192 letters, digits, dots, hyphens, underscores and colons, beginning with a letter or"
								+ " digit");
	}

	private static String requireMatch(String property, String value, Pattern pattern, String expected) {
		if (!pattern.matcher(value).matches()) {
			throw new InvalidDiscoveryPropertyException(property, value, expected);
		}
		return value;
	}

	private int port(@Nullable Listening listening) {
		Integer configured = this.registration.port();
		if (configured != null) {
			return configured;
		}
		if (listening == null) {
			throw new RegistrationImpossibleException(
					"The application has no port to register: no web server listens, and"
							+ " 'mcp.discovery.registration.port' is not set.",
					"Set 'mcp.discovery.registration.port' to the port on which callers reach this application, or add a"
							+ " web server. An application that only calls others needs none: use"
							+ " @EnableMcpDiscovery(register = false) or 'mcp.discovery.registration.enabled=false'.");
		}
		return listening.port();
	}

	private ChosenAddress address() {
		String configured = textOrNull(this.registration.address());
		if (configured != null) {
			String expected = HostSyntax.expectedInsteadOf(configured);
			if (expected != null) {
				throw new InvalidDiscoveryPropertyException("mcp.discovery.registration.address", configured, expected);
			}
			return new ChosenAddress(configured, "mcp.discovery.registration.address is set");
		}
		List<String> ignored = this.registration.ignoredInterfaces();
		try {
			return this.addresses.choose(this.registries, this.registration.preferredNetworks(),
					(ignored != null) ? ignored : AddressChooser.DEFAULT_IGNORED_INTERFACES);
		}
		catch (InvalidAddressSettingException ex) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.registration." + ex.setting(), ex.value(),
					ex.expected(), ex);
		}
	}

	private @Nullable String version() {
		String configured = textOrNull(this.registration.version());
		return (configured != null) ? configured : textOrNull(this.application.version());
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.trim() : null;
	}

	/**
	 * A finished plan.
	 *
	 * @param registration what to register
	 * @param address the address in it, and why it was chosen
	 */
	record Planned(RegistrationPlan registration, ChosenAddress address) {

	}

}
