package io.mcp.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mcp.benchmarks.arguments.ArgumentException;
import redis.embedded.core.ExecutableProvider;

/**
 * A redis-server of its own on the loopback address, with an append-only file flushed
 * each second, as the registry's bundled one has. Thread-safe.
 */
public final class RedisServer implements AutoCloseable {

	private static final Pattern VERSION = Pattern.compile("v=([\\w.]+)");

	private final ChildProcess process;

	private final int port;

	private final String version;

	private RedisServer(ChildProcess process, int port, String version) {
		this.process = process;
		this.port = port;
		this.version = version;
	}

	/**
	 * Starts the one on the path or, where there is none, the one that comes with the
	 * registry, and waits until it serves.
	 * @param folder where its data and its log go
	 */
	public static RedisServer start(Path folder, Waiting waiting) {
		Path program = program();
		int port = ChildProcess.freePort();
		ChildProcess process = ChildProcess.start("redis", List.of(program.toString(), "--bind", "127.0.0.1", "--port",
				String.valueOf(port), "--dir", folder.toString(), "--appendonly", "yes", "--save", ""), folder);
		RedisServer server = new RedisServer(process, port, version(program));
		try {
			waiting.until("redis-server to accept connections", () -> {
				process.requireAlive();
				return accepts(port);
			});
			return server;
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	/** The port on the loopback address. */
	public int port() {
		return this.port;
	}

	/** What it calls itself. */
	public String version() {
		return this.version;
	}

	/** What it costs. */
	public ProcessFigures figures() {
		return new ProcessFigures(this.process.handle());
	}

	@Override
	public void close() {
		this.process.close();
	}

	private static Path program() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, "redis-server"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseGet(RedisServer::bundled);
	}

	private static Path bundled() {
		try {
			return ExecutableProvider.newJarResourceProvider().get().toPath();
		}
		catch (IOException ex) {
			throw new ArgumentException("No redis-server on the path, and none is bundled for this machine ("
					+ ex.getMessage() + "). Install Redis 6.2 or newer.");
		}
	}

	private static String version(Path program) {
		try {
			Process process = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
			String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher matcher = VERSION.matcher(answer);
			return matcher.find() ? matcher.group(1) : answer.trim();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No answer from " + program + " --version", ex);
		}
	}

	private static boolean accepts(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
