package io.mcp.registry.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM of its own that holds an embedded Redis: ends it in good order when its input
 * ends.
 *
 * @param process the JVM
 * @param port where its Redis listens
 * @param redis the process of its Redis
 */
record RegistryProcess(Process process, int port, ProcessHandle redis) {

	static RegistryProcess start(Path folder) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-Xmx64m",
				RegistryProcess.class.getName(), folder.toString());
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		BufferedReader output = process.inputReader();
		String line = output.readLine();
		while (line != null && !line.startsWith("redis ")) {
			line = output.readLine();
		}
		assertThat(line).as("what the other JVM says").isNotNull();
		String[] words = line.split(" ");
		return new RegistryProcess(process, Integer.parseInt(words[1]),
				ProcessHandle.of(Long.parseLong(words[2])).orElseThrow());
	}

	public static void main(String[] args) throws IOException {
		EmbeddedRedisProperties properties = new EmbeddedRedisProperties(null, Path.of(args[0]), null,
				RedisStarter.START_TIMEOUT);
		try (EmbeddedRedis redis = new EmbeddedRedis(properties, Path.of("no-home"), System::nanoTime)) {
			redis.start();
			System.out.println("redis " + redis.server().port() + " " + redis.server().process().pid());
			System.in.read();
		}
	}

	/** As {@code kill -9} does. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** In good order. */
	void end() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		assertThat(this.process.waitFor()).isZero();
	}

}
