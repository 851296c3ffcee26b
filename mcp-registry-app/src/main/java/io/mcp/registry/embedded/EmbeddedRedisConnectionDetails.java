package io.mcp.registry.embedded;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/** Leads Spring Boot's connection factory to the embedded Redis. */
final class EmbeddedRedisConnectionDetails implements DataRedisConnectionDetails {

	private final EmbeddedRedis redis;

	EmbeddedRedisConnectionDetails(EmbeddedRedis redis) {
		this.redis = redis;
	}

	@Override
	public String getPassword() {
		return this.redis.password();
	}

	@Override
	public Standalone getStandalone() {
		return Standalone.of(ServerProbe.HOST, this.redis.server().port());
	}

}
