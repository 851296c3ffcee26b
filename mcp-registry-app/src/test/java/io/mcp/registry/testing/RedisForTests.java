package io.mcp.registry.testing;

import com.redis.testcontainers.RedisContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A real Redis for every integration test: a container where Docker answers, the bundled
 * redis-server otherwise, or what the system property {@code mcp.test.redis} says:
 * {@code docker}, {@code bundled} or {@code auto}. There is one for each JVM, started at
 * the first call and ended with the JVM; tests share it, so each begins with
 * {@link RedisAddress#flushAll()}.
 */
public final class RedisForTests {

	/** The one place that names the image. */
	public static final String IMAGE = "redis:8-alpine";

	private static final Logger logger = LoggerFactory.getLogger(RedisForTests.class);

	private RedisForTests() {
	}

	/** The Redis of this JVM. */
	public static RedisAddress shared() {
		return Shared.ADDRESS;
	}

	/** A bundled server of the caller's own, for faults. The caller closes it. */
	public static OwnRedis startOwn() {
		return OwnRedis.start("--appendonly", "yes");
	}

	private static RedisAddress start(String which) {
		return switch (which) {
			case "docker" -> container();
			case "bundled" -> OwnRedis.start().address();
			case "auto" -> DockerClientFactory.instance().isDockerAvailable() ? containerIfThere() : start("bundled");
			default -> throw new IllegalArgumentException(
					"mcp.test.redis: '" + which + "' (expected: docker, bundled or auto)");
		};
	}

	private static RedisAddress containerIfThere() {
		try {
			return container();
		}
		catch (ContainerFetchException ex) {
			logger.warn("Docker answers but has no {}: using the bundled redis-server", IMAGE, ex);
			return start("bundled");
		}
	}

	/** Testcontainers ends it with this JVM. */
	@SuppressWarnings("resource")
	private static RedisAddress container() {
		RedisContainer container = new RedisContainer(DockerImageName.parse(IMAGE));
		container.start();
		return new RedisAddress(container.getRedisHost(), container.getRedisPort());
	}

	private static final class Shared {

		static final RedisAddress ADDRESS = start(System.getProperty("mcp.test.redis", "auto"));

	}

	/** Leads an application context to the Redis of this JVM. */
	public static final class Initializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of(shared().properties()).applyTo(context);
		}

	}

}
