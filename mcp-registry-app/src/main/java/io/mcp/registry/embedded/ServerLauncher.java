package io.mcp.registry.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server in a data folder and waits until it serves. */
final class ServerLauncher {

	private static final Logger logger = LoggerFactory.getLogger(ServerLauncher.class);

	/**
	 * Ctrl+C goes to all processes of the terminal's foreground group. In a session of
	 * its own the server outlives it, and with it the registry's own orderly end.
	 */
	private static final Path SETSID = Path.of("/usr/bin/setsid");

	private static final int PORTS_TO_TRY = 10;

	private static final Duration PROGRESS = Duration.ofSeconds(5);

	private static final int POLL_MILLIS = 10;

	private static final int KILL_SECONDS = 5;

	private final RedisFolder folder;

	private final RedisExecutable executable;

	ServerLauncher(RedisFolder folder, RedisExecutable executable) {
		this.folder = folder;
		this.executable = executable;
	}

	/** On the port of the last time if it is free, or else on another. */
	RunningServer launch(Deadline deadline) {
		OptionalInt last = this.folder.lastPort();
		Optional<RunningServer> server = last.isPresent() ? launch(last.getAsInt(), deadline) : Optional.empty();
		for (int i = 0; server.isEmpty() && i < PORTS_TO_TRY; i++) {
			server = launch(freePort(), deadline);
		}
		return server.orElseThrow(() -> new EmbeddedRedisException("No port of " + ServerProbe.HOST
				+ " stayed free until the embedded Redis had taken it (" + PORTS_TO_TRY + " tried)",
				EmbeddedRedisException.USE_ANOTHER_REDIS));
	}

	/** On this port; empty where something else listens there. */
	Optional<RunningServer> launch(int port, Deadline deadline) {
		this.folder.configure(port);
		long logStart = this.folder.logEnd();
		Process process = start();
		boolean serves = false;
		try (ServerProbe probe = new ServerProbe(this.folder.password())) {
			Deadline progress = progress(deadline);
			while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
				ServerAnswer answer = probe.ask(port);
				if (answer instanceof ServerAnswer.Serving serving && serving.pid() == process.pid()) {
					serves = true;
					return Optional.of(new RunningServer(port, serving.version(), process.toHandle()));
				}
				if (deadline.hasPassed()) {
					throw late(answer, logStart);
				}
				if (progress.hasPassed()) {
					logger.info("Still waiting for the embedded Redis on {}:{}: {}", ServerProbe.HOST, port, answer);
					progress = progress(deadline);
				}
			}
			return ended(process.exitValue(), logStart);
		}
		catch (InterruptedException ex) {
			throw EmbeddedRedisException.interrupted(ex);
		}
		finally {
			if (!serves) {
				process.destroyForcibly().onExit().completeOnTimeout(process, KILL_SECONDS, TimeUnit.SECONDS).join();
			}
		}
	}

	private static Deadline progress(Deadline deadline) {
		return Deadline.in(PROGRESS, deadline.nanoTime());
	}

	private Process start() {
		List<String> command = List.of(this.executable.path().toString(), this.folder.config().toString());
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.root().toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.log().toFile()));
		if (Files.isExecutable(SETSID)) {
			builder.command(SETSID.toString(), command.get(0), command.get(1));
		}
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			return process;
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException("'" + this.executable.path() + "' cannot be started (" + ex + ")",
					EmbeddedRedisException.USE_ANOTHER_REDIS, ex);
		}
	}

	private Optional<RunningServer> ended(int exitValue, long logStart) {
		String tail = this.folder.logTail(logStart);
		if (tail.contains("Address already in use")) {
			return Optional.empty();
		}
		throw new EmbeddedRedisException(
				"The embedded Redis ended with " + exitValue + " instead of serving; the end of '" + this.folder.log()
						+ "':\n" + tail,
				"Mend what the log tells (redis-check-aof repairs a damaged append-only file), or set spring.data.redis.*"
						+ " to a Redis of your own, or " + EmbeddedRedisProperties.PREFIX + ".dir to another folder.");
	}

	private EmbeddedRedisException late(ServerAnswer answer, long logStart) {
		return new EmbeddedRedisException(
				"The embedded Redis did not serve in time (" + answer + "); the end of '" + this.folder.log() + "':\n"
						+ this.folder.logTail(logStart),
				"Raise " + EmbeddedRedisProperties.PREFIX + ".start-timeout where it was still loading its data, or set"
						+ " spring.data.redis.* to a Redis of your own.");
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ServerProbe.HOST))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException("No free port on " + ServerProbe.HOST + " (" + ex + ")",
					EmbeddedRedisException.USE_ANOTHER_REDIS, ex);
		}
	}

}
