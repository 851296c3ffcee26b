package io.mcp.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.mcp.protocol.Limits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this application looks up others.
 *
 * @param enabled Whether this application looks up other services.
 * @param pullInterval Time between two full reads of a service's list.
 * @param eagerServices Services whose lists are read at start-up instead of at the first
 * call.
 * @param snapshot the last lists on disk
 */
@ConfigurationProperties("mcp.discovery.client")
public record DiscoveryClientProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("30s") Duration pullInterval, @DefaultValue List<String> eagerServices,
		@DefaultValue Snapshot snapshot) {

	public DiscoveryClientProperties {
		if (pullInterval.isNegative() || pullInterval.isZero()) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.client.pull-interval", pullInterval.toString(),
					"a duration longer than zero, such as 30s");
		}
		eagerServices = List.copyOf(eagerServices);
		eagerServices.forEach(DiscoveryClientProperties::requireName);
	}

	private static void requireName(String service) {
		if (!Limits.NAME.matcher(service).matches()) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.client.eager-services", service,
					"names of 1 to 128 letters, digits, dots, hyphens and underscores that start with a letter or digit");
		}
	}

	/**
	 * The last lists on disk.
	 *
	 * @param enabled Whether the last lists are kept on disk, for a start while no
	 * registry answers.
	 * @param directory Folder of these lists, which nobody but this application's user
	 * may be able to write. Below the user's home, with the application's name, where it
	 * is not set.
	 */
	public record Snapshot(@DefaultValue("true") boolean enabled, @Nullable Path directory) {

	}

}
