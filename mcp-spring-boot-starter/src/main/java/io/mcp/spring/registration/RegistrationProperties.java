package io.mcp.spring.registration;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.mcp.protocol.Limits;
import io.mcp.spring.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this application says about itself.
 *
 * @param enabled Whether this application registers itself.
 * @param serviceName Name to register under. Taken from 'spring.application.name' where
 * it is not set.
 * @param instanceId Id of this instance within its service. Made of service name, address
 * and port where it is not set.
 * @param address Host name or IP address under which callers reach this instance. Found
 * out from the route to the registry where it is not set.
 * @param port Port under which callers reach this instance. The web server's real port
 * where it is not set.
 * @param preferredNetworks Networks, in CIDR notation or as the beginning of an address,
 * to choose the address from where possible.
 * @param ignoredInterfaces Regular expressions of the names of network interfaces whose
 * addresses are the last resort. Containers' bridges and tunnels where it is not set.
 * @param metadata Free pairs of strings for callers to read and to filter by.
 * @param tags Labels for callers to filter by.
 * @param weight Share of the calls, relative to the weights of the other instances.
 * @param zone Failure zone in which this instance runs.
 * @param version Version of this instance. Taken from the build information, or from
 * 'spring.application.version', where it is not set.
 * @param failFast Whether the start of the application fails when the first registration
 * does.
 */
@ConfigurationProperties("mcp.discovery.registration")
public record RegistrationProperties(@DefaultValue("true") boolean enabled, @Nullable String serviceName,
		@Nullable String instanceId, @Nullable String address, @Nullable Integer port,
		@DefaultValue List<String> preferredNetworks, @Nullable List<String> ignoredInterfaces,
		@DefaultValue Map<String, String> metadata, @DefaultValue List<String> tags, @DefaultValue("100") int weight,
		@Nullable String zone, @Nullable String version, @DefaultValue("false") boolean failFast) {

	private static final String PREFIX = "mcp.discovery.registration.";

	public RegistrationProperties {
		if (port != null && (port < 1 || port > 65535)) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "port", port.toString(), "a port from 1 to 65535");
		}
		if (weight < 0 || weight > Limits.MAX_WEIGHT) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "weight", Integer.toString(weight),
					"a number from 0 to " + Limits.MAX_WEIGHT);
		}
		preferredNetworks = List.copyOf(preferredNetworks);
		if (ignoredInterfaces != null) {
			ignoredInterfaces = List.copyOf(ignoredInterfaces);
			ignoredInterfaces.forEach(RegistrationProperties::requireRegularExpression);
		}
		metadata = Map.copyOf(metadata);
		tags = List.copyOf(tags);
	}

	private static void requireRegularExpression(String expression) {
		try {
			Pattern.compile(expression);
		}
		catch (PatternSyntaxException ex) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "ignored-interfaces", expression,
					"a regular expression; " + ex.getDescription());
		}
	}

}
