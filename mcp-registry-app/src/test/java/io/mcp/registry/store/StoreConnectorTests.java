package io.mcp.registry.store;

import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

@ExtendWith(OutputCaptureExtension.class)
class StoreConnectorTests {

	private final LettuceConnectionFactory factory = mock();

	private final StoreConnector connector = new StoreConnector(new StoreConnection(this.factory, 1));

	@Test
	void saysOnceThatRedisCannotBeReachedAndTriesOn(CapturedOutput output) {
		given(this.factory.getRequiredNativeClient()).willThrow(new RedisConnectionException("refused"));
		this.connector.start();
		await().untilAsserted(() -> verify(this.factory, atLeast(2)).getRequiredNativeClient());
		this.connector.stop();
		assertThat(output).containsOnlyOnce("Redis cannot be reached yet").contains("refused");
	}

	@Test
	void aFailureThatItDidNotExpectDoesNotEndItSilently(CapturedOutput output) {
		given(this.factory.getRequiredNativeClient()).willThrow(new IllegalStateException("no client"));
		this.connector.start();
		await().untilAsserted(
				() -> assertThat(output).contains("correct spring.data.redis.* and start").contains("no client"));
		this.connector.stop();
	}

}
