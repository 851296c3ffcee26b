package io.mcp.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mcp.benchmarks.arguments.ArgumentException;

/** A program that a run started, with its output in a file. Thread-safe. */
final class ChildProcess implements AutoCloseable {

	private static final int STOP_SECONDS = 20;

	private static final int SHOWN_LOG_LINES = 20;

	private final Process process;

	private final String name;

	private final Path log;

	private ChildProcess(Process process, String name, Path log) {
		this.process = process;
		this.name = name;
		this.log = log;
	}

	static ChildProcess start(String name, List<String> command, Path folder) {
		Path log = folder.resolve(name + ".log");
		try {
			Process process = new ProcessBuilder(command).directory(folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new ChildProcess(process, name, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start " + String.join(" ", command), ex);
		}
	}

	/** A port that was free a moment ago. */
	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No free port on the loopback address", ex);
		}
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	/** Throws, with the end of its log, where it has ended. */
	void requireAlive() {
		if (!this.process.isAlive()) {
			throw new ArgumentException(
					this.name + " ended with " + this.process.exitValue() + ". The end of its log:\n" + endOfLog());
		}
	}

	String endOfLog() {
		try {
			List<String> lines = Files.readAllLines(this.log);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "(no log: " + ex.getMessage() + ")";
		}
	}

	/** Asks it to end, without waiting. */
	void stop() {
		this.process.destroy();
	}

	@Override
	public void close() {
		stop();
		try {
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
