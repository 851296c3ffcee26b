package io.mcp.registry.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An executable jar of this build as a process of its own, to do to it what happens to
 * processes. Keeps its port and arguments for its whole life, and appends what it says to
 * a file in the folder that the system property {@code mcp.test.logs} names. Used by one
 * thread.
 */
public final class JarProcess implements AutoCloseable {

	private final List<String> command;

	private final Path log;

	private final int port;

	private final Thread endWithThisJvm = new Thread(this::kill, "mcp-test-process-end");

	private Process process;

	private boolean frozen;

	private JarProcess(List<String> command, Path log, int port) {
		this.command = command;
		this.log = log;
		this.port = port;
		this.process = launch();
		Runtime.getRuntime().addShutdownHook(this.endWithThisJvm);
	}

	/** The registry, spoken to at the port. */
	public static JarProcess registry(String name, int port, String... arguments) {
		return start("mcp.test.registry-jar", name, port, arguments);
	}

	/** The sample service, spoken to at the port. */
	public static JarProcess sample(String name, int port, String... arguments) {
		return start("mcp.test.sample-jar", name, port, arguments);
	}

	private static JarProcess start(String jarProperty, String name, int port, String... arguments) {
		Path jar = Path.of(System.getProperty(jarProperty));
		assertThat(jar).as("run the whole build: ./mvnw verify").exists();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx192m", "-jar", jar.toString(), "--server.port=" + port));
		command.addAll(List.of(arguments));
		try {
			Path log = Files.createDirectories(Path.of(System.getProperty("mcp.test.logs"))).resolve(name + ".log");
			Files.deleteIfExists(log);
			return new JarProcess(command, log, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No folder for the log of " + name, ex);
		}
	}

	private Process launch() {
		File output = this.log.toFile();
		try {
			return new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start " + this.command, ex);
		}
	}

	/** Where it listens. */
	public int port() {
		return this.port;
	}

	/** Waits until it serves. */
	public JarProcess ready() {
		await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(200)).until(() -> {
			assertThat(this.process.isAlive()).as("%s ended:%n%s", this.log, log()).isTrue();
			return Http.status(this.port, "/actuator/health/readiness") == 200;
		});
		return this;
	}

	/** All that it has said, over all its lives. */
	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No log at " + this.log, ex);
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** As {@code kill -9} does. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/** As {@code kill} and a platform's stop do; waits for the end. */
	public void stop() {
		this.process.destroy();
		await().atMost(Duration.ofSeconds(60)).until(() -> !this.process.isAlive());
	}

	/** Stops it in its tracks: connections stay open, nothing is answered. */
	public void freeze() {
		Signal.STOP.sendTo(this.process);
		this.frozen = true;
	}

	/** Lets it go on if it was frozen. */
	public void resume() {
		if (this.frozen) {
			Signal.CONT.sendTo(this.process);
			this.frozen = false;
		}
	}

	/** Starts it once more unless it runs; does not wait until it serves. */
	public JarProcess startAgain() {
		if (!isAlive()) {
			this.process = launch();
		}
		return this;
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.endWithThisJvm);
		resume();
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
