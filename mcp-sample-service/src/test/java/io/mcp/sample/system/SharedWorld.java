package io.mcp.sample.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.mcp.registry.testing.JarProcess;
import io.mcp.registry.testing.OwnRedis;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.FileSystemUtils;

/**
 * The world on one redis-server that tests share, as processes take long to start: three
 * providers and a consumer that does not retry. A test begins with {@link #whole()}, and
 * leaves behind what it broke.
 */
final class SharedWorld implements AutoCloseable {

	private final Path folder;

	private final OwnRedis redis = OwnRedis.start("--appendonly", "yes");

	private final World world;

	private final JarProcess consumer;

	private SharedWorld() {
		try {
			this.folder = Files.createTempDirectory("mcp-test-world");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.world = new World("world", this.folder, this.redis.address().properties()).providers(3);
		this.consumer = this.world.sample("consumer", "order-service", this.world.addresses(),
				"--mcp.discovery.retry.enabled=false", "--mcp.discovery.client.eager-services=" + World.SERVICE);
	}

	/** All that runs, running. */
	World whole() {
		if (!this.redis.isAlive()) {
			this.redis.restart();
		}
		this.redis.resume();
		return this.world.makeWhole();
	}

	/** The same, in whatever state. */
	World asItIs() {
		return this.world;
	}

	OwnRedis redis() {
		return this.redis;
	}

	/** Calls the providers, and never twice for one call of its own. */
	JarProcess consumer() {
		return this.consumer;
	}

	/** How long an instance's lease still runs, by Redis's clock. */
	Duration leaseOf(String instanceId) {
		AtomicLong millis = new AtomicLong();
		this.redis.address().use((commands) -> {
			List<String> keys = commands.keys("mcp:{p*}:lease:*/" + instanceId);
			millis.set(keys.isEmpty() ? 0 : Math.max(0, commands.pttl(keys.get(0))));
		});
		return Duration.ofMillis(millis.get());
	}

	@Override
	public void close() throws IOException {
		this.world.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.folder);
	}

	/** Hands the one world to all test classes, and ends it after the last. */
	static final class Resolver implements ParameterResolver {

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
			return parameter.getParameter().getType() == SharedWorld.class;
		}

		@Override
		public SharedWorld resolveParameter(ParameterContext parameter, ExtensionContext context) {
			return context.getRoot()
				.getStore(ExtensionContext.Namespace.create(SharedWorld.class))
				.computeIfAbsent(SharedWorld.class, (type) -> new SharedWorld(), SharedWorld.class);
		}

	}

}
