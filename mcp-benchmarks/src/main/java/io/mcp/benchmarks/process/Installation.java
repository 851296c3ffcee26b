package io.mcp.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A Redis and the registries on it, all processes of their own in a temporary folder.
 * They end when this is closed, and also when the run is stopped by Ctrl-C. Thread-safe.
 */
public final class Installation implements AutoCloseable {

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Thread atExit = new Thread(this::end, "mcp-benchmark-exit");

	private final Path folder;

	private final RedisServer redis;

	private final List<RegistryReplica> replicas = new CopyOnWriteArrayList<>();

	private Installation(Path folder, RedisServer redis) {
		this.folder = folder;
		this.redis = redis;
	}

	/**
	 * Starts everything and waits until it serves.
	 * @param replicas how many registries
	 * @param properties of the registries, {@code --name=value}
	 */
	public static Installation start(RegistryProgram program, int replicas, List<String> properties, Waiting waiting) {
		Path folder = temporaryFolder();
		RedisServer redis = RedisServer.start(folder, waiting);
		Installation installation = new Installation(folder, redis);
		Runtime.getRuntime().addShutdownHook(installation.atExit);
		try {
			for (int i = 1; i <= replicas; i++) {
				installation.replicas
					.add(RegistryReplica.start("registry-" + i, program, redis.port(), properties, folder));
			}
			for (RegistryReplica replica : installation.replicas) {
				waiting.until("the registry at " + replica.address() + " to be ready", replica::isReady);
			}
			return installation;
		}
		catch (RuntimeException ex) {
			installation.close();
			throw ex;
		}
	}

	/** The store. */
	public RedisServer redis() {
		return this.redis;
	}

	/** The registries, at least one. */
	public List<RegistryReplica> replicas() {
		return List.copyOf(this.replicas);
	}

	@Override
	public void close() {
		end();
		try {
			Runtime.getRuntime().removeShutdownHook(this.atExit);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, and runs the hook itself.
		}
	}

	private void end() {
		if (this.closed.compareAndSet(false, true)) {
			// All at once, and then each: a registry takes seconds to end well.
			this.replicas.forEach(RegistryReplica::stop);
			this.replicas.forEach(RegistryReplica::close);
			this.redis.close();
			delete(this.folder);
		}
	}

	private static Path temporaryFolder() {
		try {
			return Files.createTempDirectory("mcp-benchmark");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No temporary folder", ex);
		}
	}

	private static void delete(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not delete " + folder, ex);
		}
	}

}
