package io.mcp.benchmarks.redis;

import java.nio.file.Path;
import java.util.Arrays;

import io.mcp.benchmarks.process.RedisServer;
import io.mcp.benchmarks.process.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RedisFanOutTests {

	@TempDir
	private Path folder;

	@Test
	void everyReaderIsTimedInEachRound() {
		try (RedisServer redis = RedisServer.start(this.folder, new Waiting(System::nanoTime));
				RedisFanOut fanOut = RedisFanOut.connect(redis.port(), 20, System::nanoTime)) {
			for (int i = 0; i < 3; i++) {
				assertThat(Arrays.stream(fanOut.measure()).boxed()).hasSize(20).allMatch((nanos) -> nanos > 0);
			}
		}
	}

}
