package io.mcp.benchmarks.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One registry, the jar that users run, as a process of its own. Thread-safe. */
public final class RegistryReplica implements AutoCloseable {

	private final ChildProcess process;

	private final URI address;

	private RegistryReplica(ChildProcess process, URI address) {
		this.process = process;
		this.address = address;
	}

	static RegistryReplica start(String name, RegistryProgram program, int redisPort, List<String> properties,
			Path folder) {
		int port = ChildProcess.freePort();
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(program.javaOptions());
		command.addAll(List.of("-jar", program.jar().toString(), "--server.port=" + port,
				"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redisPort));
		command.addAll(properties);
		return new RegistryReplica(ChildProcess.start(name, command, folder), URI.create("http://127.0.0.1:" + port));
	}

	/** Where it serves. */
	public URI address() {
		return this.address;
	}

	/** What it costs. */
	public ProcessFigures figures() {
		return new ProcessFigures(this.process.handle());
	}

	boolean isReady() {
		this.process.requireAlive();
		try {
			HttpURLConnection connection = (HttpURLConnection) this.address.resolve("/actuator/health/readiness")
				.toURL()
				.openConnection();
			return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Asks it to end, without waiting. */
	void stop() {
		this.process.stop();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
