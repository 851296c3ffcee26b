package io.mcp.spring;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribed() throws IOException {
		assertThat(properties()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(property.path("name").asString())
				.matches("[A-Z].*\\."));
	}

	@Test
	void booleansAreIntroducedByWhether() throws IOException {
		assertThat(properties()).filteredOn((property) -> "java.lang.Boolean".equals(property.path("type").asString()))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).startsWith("Whether "));
	}

	@Test
	void propertiesOfTheContractAreThereWithTheirDefaults() throws IOException {
		assertThat(properties())
			.extracting(
					(property) -> property.path("name").asString() + "=" + property.path("defaultValue").asString(""))
			.contains("mcp.discovery.enabled=true", "mcp.discovery.server-addresses=http://localhost:6270",
					"mcp.discovery.namespace=default", "mcp.discovery.registration.enabled=true",
					"mcp.discovery.registration.service-name=", "mcp.discovery.registration.instance-id=",
					"mcp.discovery.registration.address=", "mcp.discovery.registration.port=",
					"mcp.discovery.registration.preferred-networks=", "mcp.discovery.registration.ignored-interfaces=",
					"mcp.discovery.registration.metadata=", "mcp.discovery.registration.tags=",
					"mcp.discovery.registration.weight=100", "mcp.discovery.registration.zone=",
					"mcp.discovery.registration.fail-fast=false", "mcp.discovery.lease.ttl=15s",
					"mcp.discovery.lease.renew-interval=", "mcp.discovery.health.enabled=true",
					"mcp.discovery.shutdown.drain-timeout=3s", "mcp.discovery.client.enabled=true",
					"mcp.discovery.client.pull-interval=30s", "mcp.discovery.client.eager-services=",
					"mcp.discovery.client.snapshot.enabled=true", "mcp.discovery.client.snapshot.directory=",
					"mcp.discovery.retry.enabled=true", "mcp.discovery.load-balancer.strategy=round_robin");
	}

	private static Iterable<JsonNode> properties() throws IOException {
		try (InputStream metadata = McpDiscoveryProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(metadata).path("properties");
		}
	}

}
