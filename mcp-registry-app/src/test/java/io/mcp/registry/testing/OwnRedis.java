package io.mcp.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A bundled redis-server that one test has for itself, to do to it what happens to
 * servers. Keeps its port for its whole life, and its data unless it is emptied. Used by
 * one thread.
 */
public final class OwnRedis implements AutoCloseable {

	private static final String CONFIGURATION = "redis.conf";

	private static final int PORTS_TO_TRY = 10;

	private final Path folder;

	private final RedisAddress address;

	private final List<String> options;

	private final Thread endWithThisJvm = new Thread(this::end, "mcp-test-redis-end");

	private Process process;

	private OwnRedis(Path folder, RedisAddress address, List<String> options, Process process) {
		this.folder = folder;
		this.address = address;
		this.options = options;
		this.process = process;
		Runtime.getRuntime().addShutdownHook(this.endWithThisJvm);
	}

	/** Comes back when it serves. */
	public static OwnRedis start(String... options) {
		return start(FreePort::find, options);
	}

	/** A sentinel, which keeps what it learns in its configuration. */
	static OwnRedis startSentinel(List<String> configuration) {
		return start(FreePort::find, configuration, "--sentinel");
	}

	/** On the first of the ports that is still free. */
	static OwnRedis start(IntSupplier ports, String... options) {
		return start(ports, List.of(), options);
	}

	private static OwnRedis start(IntSupplier ports, List<String> configuration, String... options) {
		try {
			Path folder = Files.createTempDirectory("mcp-test-redis");
			Files.write(folder.resolve(CONFIGURATION), configuration);
			for (int i = 0; i < PORTS_TO_TRY; i++) {
				RedisAddress address = new RedisAddress(FreePort.HOST, ports.getAsInt());
				Optional<Process> process = start(folder, address, List.of(options));
				if (process.isPresent()) {
					return new OwnRedis(folder, address, List.of(options), process.get());
				}
			}
			throw new IllegalStateException("No port stayed free, " + PORTS_TO_TRY + " tried");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where it listens. */
	public RedisAddress address() {
		return this.address;
	}

	/** Ends it at once, as {@code kill -9} does. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/** Stops it in its tracks: connections stay open, nothing is answered. */
	public void freeze() {
		Signal.STOP.sendTo(this.process);
	}

	/** Lets it go on. */
	public void resume() {
		Signal.CONT.sendTo(this.process);
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** Starts it again with its data, on the same port; ends it before if it is alive. */
	public void restart() {
		kill();
		startAgain();
	}

	/** As {@link #restart()}, without its data. */
	public void restartEmptied() {
		kill();
		try (Stream<Path> files = Files.list(this.folder)) {
			for (Path file : files.filter((each) -> !each.endsWith(CONFIGURATION)).toList()) {
				FileSystemUtils.deleteRecursively(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		startAgain();
	}

	private void startAgain() {
		try {
			this.process = start(this.folder, this.address, this.options)
				.orElseThrow(() -> new IllegalStateException("Something else has taken " + this.address));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends it and deletes its data. */
	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.endWithThisJvm);
		end();
	}

	private void end() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<Process> start(Path folder, RedisAddress address, List<String> options) throws IOException {
		Path log = folder.resolve("redis.log");
		List<String> command = new ArrayList<>(List.of(RedisProgram.path().toString(),
				folder.resolve(CONFIGURATION).toString(), "--bind", FreePort.HOST, "--port",
				Integer.toString(address.port()), "--dir", folder.toString(), "--save", ""));
		command.addAll(options);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		await().atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> !process.isAlive() || answers(address));
		if (process.isAlive()) {
			return Optional.of(process);
		}
		String said = Files.readString(log);
		if (said.contains("Address already in use")) {
			return Optional.empty();
		}
		throw new IllegalStateException("redis-server ended with " + process.exitValue() + ": " + said);
	}

	private static boolean answers(RedisAddress address) {
		try {
			address.use(RedisCommands::ping);
			return true;
		}
		catch (RedisException ex) {
			return false;
		}
	}

}
