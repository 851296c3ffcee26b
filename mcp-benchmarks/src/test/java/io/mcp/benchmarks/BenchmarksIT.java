package io.mcp.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Each run as a user starts it, for seconds, so that none stops working unnoticed. */
class BenchmarksIT {

	private static final String QUICK_START = "--registry-java-options=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m";

	@TempDir
	private Path folder;

	@Test
	void pushIsTimedIdleAndLoadedAndBesideRedisAlone() throws Exception {
		assertThat(
				reportOf("push", "--clients=10", "--changes=5", "--warm-up=500ms", "--heartbeats=200", "--leases=400"))
			.contains("| idle, registered to seen: p99 | ")
			.contains("| loaded, registered to seen: p99 | ")
			.contains("| loaded, Redis alone | median ")
			.contains("/s renewed, 0 refused |");
	}

	@Test
	void idleSubscribersAreWeighedAndReached() throws Exception {
		assertThat(reportOf("subscribers", "--subscribers=50", "--changes=2", "--warm-up=500ms", "--rest=500ms"))
			.contains("| heap for each subscriber | ")
			.contains("| processor at rest | ")
			.contains("| slowest of 2 further changes, at the last subscriber | ");
	}

	private String reportOf(String run, String... arguments) throws IOException, InterruptedException {
		Path report = this.folder.resolve("reports").resolve(run + ".md");
		Path output = this.folder.resolve("output");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-jar",
				System.getProperty("mcp.test.benchmarks-jar"), run,
				"--registry-jar=" + System.getProperty("mcp.test.registry-jar"), QUICK_START, "--out=" + report));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ended", run).isTrue();
			assertThat(process.exitValue()).as(Files.readString(output)).isZero();
			assertThat(output).content().contains(Files.readString(report));
			return Files.readString(report);
		}
		finally {
			process.destroy();
		}
	}

}
