package io.mcp.registry.store;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the registry uses Redis.
 *
 * @param timeout How long Redis may take for one answer, unless spring.data.redis.timeout
 * is set.
 * @param queueLimit How many writes of one partition may wait before further ones are
 * refused with 503.
 * @param historyLength How many changes of one partition are kept, about.
 */
@ConfigurationProperties("mcp.registry.store")
record StoreProperties(@DefaultValue("2s") Duration timeout, @DefaultValue("10000") int queueLimit,
		@DefaultValue("10000") int historyLength) {

	/** Longer than a read of the change stream waits. */
	static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

	StoreProperties {
		if (timeout.compareTo(MIN_TIMEOUT) < 0) {
			throw new IllegalArgumentException(
					"mcp.registry.store.timeout: " + timeout + " (expected: longer than a waiting read, at least 1s)");
		}
		if (queueLimit < 1) {
			throw new IllegalArgumentException(
					"mcp.registry.store.queue-limit: " + queueLimit + " (expected: at least 1)");
		}
		if (historyLength < 1) {
			throw new IllegalArgumentException(
					"mcp.registry.store.history-length: " + historyLength + " (expected: at least 1)");
		}
	}
}
