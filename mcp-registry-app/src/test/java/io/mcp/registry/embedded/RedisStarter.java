package io.mcp.registry.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.awaitility.Awaitility.await;

/** Starts embedded Redis, speaks to them, and ends after each test what it started. */
final class RedisStarter implements AfterEachCallback {

	static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private final List<EmbeddedRedis> started = new ArrayList<>();

	private final List<ProcessHandle> abandoned = new ArrayList<>();

	private @Nullable RedisClient client;

	/** On a busy machine a start takes its time. */
	static ConditionFactory patiently() {
		return await().atMost(START_TIMEOUT);
	}

	/** As a registry does, with the program shared by all tests. */
	EmbeddedRedis start(Path folder) {
		return start(folder, START_TIMEOUT);
	}

	EmbeddedRedis start(Path folder, Duration startTimeout) {
		return start(new EmbeddedRedisProperties(null, folder, BundledExecutable.path(), startTimeout));
	}

	EmbeddedRedis start(EmbeddedRedisProperties properties) {
		EmbeddedRedis redis = new EmbeddedRedis(properties, Path.of("no-home"), System::nanoTime);
		synchronized (this.started) {
			this.started.add(redis);
		}
		redis.start();
		return redis;
	}

	/** A server without a user: what a registry leaves behind that was killed. */
	RunningServer abandon(Path folder) {
		RunningServer server = new ServerLauncher(RedisFolder.open(folder),
				RedisExecutable.given(BundledExecutable.path()))
			.launch(Deadline.in(START_TIMEOUT, System::nanoTime));
		endAfterwards(server.process());
		return server;
	}

	void endAfterwards(ProcessHandle process) {
		this.abandoned.add(process);
	}

	RedisCommands<String, String> connect(EmbeddedRedis redis) {
		return connect(redis.server().port(), redis.password());
	}

	RedisCommands<String, String> connect(int port, String password) {
		if (this.client == null) {
			this.client = RedisClient.create();
		}
		return this.client.connect(
				RedisURI.builder().withHost("127.0.0.1").withPort(port).withPassword(password.toCharArray()).build())
			.sync();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.client != null) {
			this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
		this.started.forEach(EmbeddedRedis::close);
		this.abandoned.forEach(ProcessHandle::destroyForcibly);
	}

}
