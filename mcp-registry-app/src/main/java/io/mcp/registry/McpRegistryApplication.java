package io.mcp.registry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The registry server. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class McpRegistryApplication {

	public static void main(String[] args) {
		SpringApplication.run(McpRegistryApplication.class, args);
	}

}
