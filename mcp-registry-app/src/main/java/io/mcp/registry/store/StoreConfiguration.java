package io.mcp.registry.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Wires the store to the Redis that Boot has configured. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

	private static final int MAX_REQUESTS_IN_FLIGHT = 100_000;

	/**
	 * Lettuce's own delay grows to 30 s; a registry must be back sooner than its leases
	 * end.
	 */
	@Bean
	ClientResourcesBuilderCustomizer promptReconnection() {
		return (resources) -> resources.reconnectDelay(
				() -> Delay.fullJitter(Duration.ofMillis(50), Duration.ofMillis(500), 50, TimeUnit.MILLISECONDS));
	}

	/** While Redis is away writes are refused at once instead of piling up. */
	@Bean
	LettuceClientOptionsBuilderCustomizer refuseWhileDisconnected() {
		return (options) -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(MAX_REQUESTS_IN_FLIGHT)
			.timeoutOptions(TimeoutOptions.enabled());
	}

	@Bean
	LettuceClientConfigurationBuilderCustomizer promptTimeout(StoreProperties properties, Environment environment) {
		return (client) -> {
			Duration given = environment.getProperty("spring.data.redis.timeout", Duration.class);
			if (given == null) {
				client.commandTimeout(properties.timeout());
			}
			else if (given.compareTo(StoreProperties.MIN_TIMEOUT) < 0) {
				throw new IllegalStateException("spring.data.redis.timeout: " + given + " (expected: at least "
						+ StoreProperties.MIN_TIMEOUT + ", for a read of the change stream waits for changes)");
			}
		};
	}

	@Bean
	RegistryKeys registryKeys(PartitionProperties properties) {
		return new RegistryKeys(properties.partitions());
	}

	@Bean(destroyMethod = "close")
	StoreConnection storeConnection(LettuceConnectionFactory factory, RegistryKeys keys,
			ObjectProvider<DataRedisConnectionDetails> details) {
		details.ifAvailable((redis) -> {
			if (redis.getMasterReplica() != null) {
				throw new MasterReplicaException();
			}
		});
		return new StoreConnection(factory, keys.partitions());
	}

	@Bean
	StoreConnector storeConnector(StoreConnection connection) {
		return new StoreConnector(connection);
	}

	@Bean
	InstanceJson instanceJson() {
		return new InstanceJson(JsonMapper.builder().build());
	}

	@Bean
	RedisInstanceStore instanceStore(StoreConnection connection, RegistryKeys keys, InstanceJson json,
			StoreProperties properties) {
		return new RedisInstanceStore(connection, keys, json, properties);
	}

	@Bean
	RedisChangeLog changeLog(StoreConnection connection, RegistryKeys keys, InstanceJson json) {
		return new RedisChangeLog(connection, keys, json, () -> UUID.randomUUID().toString());
	}

	@Bean
	RedisClock storeClock(StoreConnection connection, InstantSource clock) {
		return new RedisClock(connection, clock, System::nanoTime);
	}

	@Bean
	RedisReplicaStore replicaStore(StoreConnection connection) {
		return new RedisReplicaStore(connection);
	}

}
