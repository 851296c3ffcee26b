package io.mcp.registry;

import java.time.Clock;
import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every part of the registry is handed. */
@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {

	@Bean
	InstantSource clock() {
		return Clock.systemUTC();
	}

}
