package io.mcp.registry.store;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the registry uses Redis.
 *
 * @param timeout how long Redis may take for one answer, unless spring.data.redis.timeout
 * is set
 * @param queueLimit how many writes of one partition may wait before further ones are
 * refused with 503
 * @param historyLength how many changes of one partition are kept, about
 */
@ConfigurationProperties("mcp.registry.store")
record StoreProperties(@DefaultValue("2s") Duration timeout, @DefaultValue("10000") int queueLimit,
		@DefaultValue("10000") int historyLength) {

}
