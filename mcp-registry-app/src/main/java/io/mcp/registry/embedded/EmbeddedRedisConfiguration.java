package io.mcp.registry.embedded;

import java.nio.file.Path;
import java.util.Map;

import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Starts the bundled Redis where nothing says which Redis to use. Gives way to every bean
 * that does, such as those of Testcontainers and of Docker Compose.
 * <p>
 * The connection factory is built from the connection details and these from the started
 * Redis; so it is up before, and ends after, everything that speaks to it.
 */
@AutoConfiguration(before = DataRedisAutoConfiguration.class)
@Conditional(NoRedisConfiguredCondition.class)
@ConditionalOnMissingBean({ DataRedisConnectionDetails.class, RedisConnectionFactory.class, RedisConfiguration.class })
@EnableConfigurationProperties(EmbeddedRedisProperties.class)
public final class EmbeddedRedisConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	EmbeddedRedis embeddedRedis(EmbeddedRedisProperties properties) {
		return new EmbeddedRedis(properties, Path.of(System.getProperty("user.home")), System::nanoTime);
	}

	@Bean
	DataRedisConnectionDetails embeddedRedisConnectionDetails(EmbeddedRedis redis) {
		return new EmbeddedRedisConnectionDetails(redis);
	}

	@Bean
	InfoContributor embeddedRedisInfo(EmbeddedRedis redis) {
		return (info) -> info.withDetail("embedded_redis",
				Map.of("version", redis.server().version(), "host", ServerProbe.HOST, "port", redis.server().port(),
						"pid", redis.server().process().pid(), "dir", redis.folder().toString()));
	}

}
