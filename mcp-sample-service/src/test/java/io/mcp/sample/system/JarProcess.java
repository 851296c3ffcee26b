package io.mcp.sample.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An executable jar of this build as a process of its own, with its output in a file. */
final class JarProcess implements AutoCloseable {

	private final Process process;

	private final Path log;

	private final int port;

	private JarProcess(Process process, Path log, int port) {
		this.process = process;
		this.log = log;
		this.port = port;
	}

	/** A registry that keeps its data in a folder. */
	static JarProcess registry(String name, int port, Path folder) {
		return start(name, System.getProperty("mcp.test.registry-jar"), port,
				List.of("--mcp.registry.embedded-redis.dir=" + folder));
	}

	/** A sample service under a name of its own. */
	static JarProcess sample(String name, String service, int port, int registryPort, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + service,
				"--mcp.discovery.server-addresses=http://127.0.0.1:" + registryPort));
		arguments.addAll(List.of(more));
		return start(name, System.getProperty("mcp.test.sample-jar"), port, arguments);
	}

	private static JarProcess start(String name, String jar, int port, List<String> arguments) {
		assertThat(Path.of(jar)).as("run the whole build: ./mvnw verify").exists();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx160m", "-jar", jar, "--server.port=" + port));
		command.addAll(arguments);
		try {
			Path logs = Files.createDirectories(Path.of(System.getProperty("mcp.test.logs")));
			Path log = logs.resolve(name + ".log");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new JarProcess(process, log, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start " + command, ex);
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No free port", ex);
		}
	}

	int port() {
		return this.port;
	}

	/** Waits until it serves. */
	JarProcess ready() {
		await().atMost(90, TimeUnit.SECONDS).pollInterval(200, TimeUnit.MILLISECONDS).until(() -> {
			assertThat(this.process.isAlive()).as("%s ended:%n%s", this.log, log()).isTrue();
			return Http.status(this.port, "/actuator/health/readiness") == 200;
		});
		return this;
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No log at " + this.log, ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** As {@code kill -9} does. */
	void kill() {
		this.process.destroyForcibly();
		await().until(() -> !this.process.isAlive());
	}

	/** As {@code kill} and a platform's stop do; waits for the end. */
	void stop() {
		this.process.destroy();
		await().atMost(60, TimeUnit.SECONDS).until(() -> !this.process.isAlive());
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
