package io.mcp.sample.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mcp.registry.testing.FreePort;
import io.mcp.registry.testing.Http;
import io.mcp.registry.testing.JarProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Registry, providers and consumer as a user runs them: each a process. */
class SampleSystemIT {

	private static final String[] SHORT_LEASE = { "--mcp.discovery.lease.ttl=3s",
			"--mcp.discovery.lease.renew-interval=1s" };

	@TempDir
	private Path folder;

	private final Deque<JarProcess> started = new ArrayDeque<>();

	private final int registryPort = FreePort.find();

	@AfterEach
	void stopEverything() {
		while (!this.started.isEmpty()) {
			this.started.pop().close();
		}
	}

	@Test
	void callsAreSharedUntilAProviderDiesOrLeaves() {
		registry("lifecycle-registry", "redis").ready();
		JarProcess first = provider("lifecycle-provider-1", SHORT_LEASE);
		JarProcess second = provider("lifecycle-provider-2", SHORT_LEASE);
		JarProcess consumer = sample("lifecycle-consumer", "order-service");
		first.ready();
		second.ready();
		consumer.ready();
		await().until(() -> listed().size() == 2);
		await().untilAsserted(() -> {
			JsonNode report = call(consumer, 100);
			assertThat(report.path("failed").asInt()).isZero();
			assertThat(report.path("by_instance").valueStream().map(JsonNode::asInt)).containsExactly(50, 50);
		});

		first.kill();
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(listed()).hasSize(1).allMatch((id) -> id.endsWith(":" + second.port())));
		// Nobody has told the consumer yet: it tries the dead one, and another at once.
		assertThat(call(consumer, 20).path("failed").asInt()).isZero();

		second.stop();
		assertThat(listed()).as("left by its own word, before its process ended").isEmpty();
	}

	@Test
	void everybodyIsBackAfterTheRegistryWasRestartedEmpty() {
		JarProcess registry = registry("emptied-registry", "redis-1").ready();
		JarProcess provider = provider("emptied-provider", SHORT_LEASE).ready();
		JarProcess consumer = sample("emptied-consumer", "order-service").ready();
		await().until(() -> listed().size() == 1);
		assertThat(call(consumer, 3).path("failed").asInt()).isZero();

		registry.stop();
		assertThat(call(consumer, 3).path("failed").asInt()).as("calls go on without a registry").isZero();
		registry("emptied-registry-again", "redis-2").ready();
		await().atMost(30, TimeUnit.SECONDS).until(() -> listed().size() == 1);
		assertThat(provider.isAlive()).isTrue();
		assertThat(call(consumer, 3).path("failed").asInt()).isZero();
	}

	@Test
	void anApplicationStartsWithoutARegistryAndRegistersWhenItComes() {
		JarProcess provider = provider("early-provider", SHORT_LEASE).ready();
		await().until(() -> complaints(provider) == 1);
		registry("late-registry", "redis").ready();
		await().atMost(30, TimeUnit.SECONDS).until(() -> listed().size() == 1);
		assertThat(complaints(provider)).as("said once").isEqualTo(1);
	}

	@Test
	void leasesKeepTheirTruthWhenTheRegistryRestartsWithItsEmbeddedRedis() {
		JarProcess registry = registry("restart-registry", "redis").ready();
		assertThat(Http
			.post(this.registryPort, "/v1/register",
					"{\"service_name\":\"user-service\",\"host\":\"10.0.0.1\",\"port\":1,\"ttl\":3600}")
			.statusCode()).isEqualTo(201);
		assertThat(Http
			.post(this.registryPort, "/v1/register",
					"{\"service_name\":\"user-service\",\"host\":\"10.0.0.2\",\"port\":2,\"ttl\":1}")
			.statusCode()).isEqualTo(201);
		registry.stop();
		registry("restart-registry-again", "redis").ready();
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(listed()).containsExactly("user-service:10.0.0.1:1"));
	}

	private static long complaints(JarProcess process) {
		return process.log().lines().filter((line) -> line.contains("The registry cannot be reached")).count();
	}

	private JarProcess registry(String name, String data) {
		return keep(JarProcess.registry(name, this.registryPort,
				"--mcp.registry.embedded-redis.dir=" + this.folder.resolve(data)));
	}

	private JarProcess provider(String name, String... more) {
		return sample(name, "user-service", more);
	}

	private JarProcess sample(String name, String service, String... more) {
		String[] arguments = Stream
			.concat(Stream.of("--spring.application.name=" + service,
					"--mcp.discovery.server-addresses=http://127.0.0.1:" + this.registryPort,
					"--mcp.discovery.client.snapshot.directory=" + this.folder.resolve(name)), Arrays.stream(more))
			.toArray(String[]::new);
		return keep(JarProcess.sample(name, FreePort.find(), arguments));
	}

	private JarProcess keep(JarProcess process) {
		this.started.push(process);
		return process;
	}

	private JsonNode call(JarProcess consumer, int times) {
		return Http.get(consumer.port(), "/call/user-service?times=" + times);
	}

	private Set<String> listed() {
		Set<String> ids = new TreeSet<>();
		Http.get(this.registryPort, "/v1/services/user-service/instances")
			.path("instances")
			.forEach((instance) -> ids.add(instance.path("instance_id").asString()));
		return ids;
	}

}
