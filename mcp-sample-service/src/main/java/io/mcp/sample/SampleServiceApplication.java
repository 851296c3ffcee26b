package io.mcp.sample;

import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.McpLoadBalanced;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestTemplate;

/**
 * Registers itself under {@code spring.application.name} and calls others by their names.
 * The two annotations are all that discovery needs.
 */
@SpringBootApplication
@EnableMcpDiscovery
public class SampleServiceApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleServiceApplication.class, args);
	}

	// Connections are pooled by the JDK's client; time-outs stand in application.yml
	@Bean
	@McpLoadBalanced
	RestTemplate restTemplate(RestTemplateBuilder builder) {
		return builder.build();
	}

}
