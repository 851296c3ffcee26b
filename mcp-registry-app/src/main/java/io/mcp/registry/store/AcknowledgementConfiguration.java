package io.mcp.registry.store;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the board on which acknowledgements cross from replica to replica. */
@Configuration(proxyBeanMethods = false)
class AcknowledgementConfiguration {

	@Bean
	AcknowledgementBoard acknowledgementBoard(StoreConnection connection, RegistryKeys keys) {
		return new RedisAcknowledgementBoard(connection, keys);
	}

}
