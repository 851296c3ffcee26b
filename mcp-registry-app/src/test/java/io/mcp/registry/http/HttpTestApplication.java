package io.mcp.registry.http;

import io.mcp.registry.watch.WatchFixtures;
import io.mcp.registry.watch.WatchHub;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The HTTP API on a real port, in front of an {@link InMemoryRegistry}. Bears no
 * stereotype, so that the scan of the real application passes it by.
 */
@EnableAutoConfiguration(exclude = { DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
		DataRedisRepositoriesAutoConfiguration.class, DataRedisHealthContributorAutoConfiguration.class,
		DataRedisReactiveHealthContributorAutoConfiguration.class })
@ComponentScan
class HttpTestApplication {

	@Bean
	InMemoryRegistry registry() {
		return new InMemoryRegistry();
	}

	@Bean
	WatchHub watchHub(InMemoryRegistry registry, MeterRegistry meters) {
		return WatchFixtures.hub(registry, meters);
	}

}
