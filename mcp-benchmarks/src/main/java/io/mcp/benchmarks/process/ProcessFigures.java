package io.mcp.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mcp.benchmarks.arguments.ArgumentException;

/**
 * What a process costs, as the system and its own JVM count it. Thread-safe.
 *
 * @param process the process
 */
public record ProcessFigures(ProcessHandle process) {

	private static final long KIB = 1024;

	/** Such as {@code garbage-first heap   total 258048K, used 3043K}, one per space. */
	private static final Pattern USED = Pattern.compile("(?m)^ ?\\S.*\\btotal\\b.* used (\\d+)K");

	private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

	/** Processor time of user and system since it started, to 10 ms. */
	public Duration processorTime() {
		return this.process.info()
			.totalCpuDuration()
			.orElseThrow(() -> new ArgumentException("process " + this.process.pid()
					+ " is gone, or this system does not tell what it used (expected: Linux)"));
	}

	/** Bytes of memory that the process has in RAM, heap and all else. */
	public long residentBytes() {
		Path status = Path.of("/proc", String.valueOf(this.process.pid()), "status");
		try {
			return kib(RESIDENT.matcher(Files.readString(status)), status.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + status + " (expected: Linux)", ex);
		}
	}

	/** Bytes of heap that are in use after a full garbage collection of that JVM. */
	public long heapBytesAfterCollection() {
		// References that the first round cleared are only freed by the second.
		jcmd("GC.run");
		jcmd("GC.run");
		Matcher used = USED.matcher(jcmd("GC.heap_info"));
		long bytes = 0;
		while (used.find()) {
			bytes += Long.parseLong(used.group(1)) * KIB;
		}
		if (bytes == 0) {
			throw new ArgumentException("jcmd GC.heap_info names no heap that is in use");
		}
		return bytes;
	}

	private String jcmd(String command) {
		Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
		if (!Files.isExecutable(program)) {
			throw new ArgumentException("There is no " + program + ": run this with a JDK, not with a JRE");
		}
		try {
			Process call = new ProcessBuilder(program.toString(), String.valueOf(this.process.pid()), command)
				.redirectErrorStream(true)
				.start();
			String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (call.waitFor() != 0) {
				throw new ArgumentException("jcmd " + command + ": " + answer.trim());
			}
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("jcmd " + command + " did not run", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ArgumentException("Interrupted");
		}
	}

	private static long kib(Matcher matcher, String where) {
		if (!matcher.find()) {
			throw new ArgumentException(where + " has no line " + matcher.pattern());
		}
		return Long.parseLong(matcher.group(1)) * KIB;
	}

}
