package io.mcp.registry;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribedBySentences() throws IOException {
		try (InputStream metadata = McpRegistryApplication.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Iterable<JsonNode> properties = JsonMapper.shared().readTree(metadata).path("properties");
			assertThat(properties).isNotEmpty()
				.allSatisfy((property) -> assertThat(property.path("description").asString(""))
					.as(property.path("name").asString())
					.matches("[A-Z].*\\."));
		}
	}

}
