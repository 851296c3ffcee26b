package io.mcp.spring;

import java.net.URI;
import java.util.List;

import io.mcp.protocol.Limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the registry is.
 *
 * @param enabled Whether this application takes part in discovery at all.
 * @param serverAddresses Base URLs of the registry's replicas, in any order. Setting them
 * switches discovery on without @EnableMcpDiscovery.
 * @param namespace Namespace in which this application registers and looks up services.
 */
@ConfigurationProperties("mcp.discovery")
public record McpDiscoveryProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("http://localhost:6270") List<URI> serverAddresses, @DefaultValue("default") String namespace) {

	public McpDiscoveryProperties {
		serverAddresses = List.copyOf(serverAddresses);
		if (serverAddresses.isEmpty()) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.server-addresses", "",
					"at least one URL such as http://registry.example.com:6270");
		}
		serverAddresses.forEach(McpDiscoveryProperties::requireHttpAddress);
		if (!Limits.NAME.matcher(namespace).matches()) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.namespace", namespace,
					"a name of 1 to 128 letters, digits, dots, hyphens and underscores that starts with a letter or digit");
		}
	}

	private static void requireHttpAddress(URI address) {
		boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
		if (!http || address.getHost() == null) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.server-addresses", address.toString(),
					"a URL such as http://registry.example.com:6270");
		}
	}

}
