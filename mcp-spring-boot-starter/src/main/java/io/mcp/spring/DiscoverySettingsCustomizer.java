package io.mcp.spring;

import io.mcp.discovery.DiscoverySettings;

/**
 * Changes how this application speaks with the registry, after the properties have had
 * their say: timeouts, for instance, which have no property. Beans of this type are
 * called in their order.
 */
@FunctionalInterface
public interface DiscoverySettingsCustomizer {

	/**
	 * Changes the settings.
	 * @param settings the settings so far
	 */
	void customize(DiscoverySettings.Builder settings);

}
