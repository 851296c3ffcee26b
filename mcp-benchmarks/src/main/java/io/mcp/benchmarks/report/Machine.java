package io.mcp.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine and the build, as far as this system tells. */
final class Machine {

	private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");

	private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");

	private static final double KIB_PER_GIB = 1024.0 * 1024.0;

	private static final String UNKNOWN = "unknown";

	private Machine() {
	}

	static String description() {
		String memory = find(MEMORY, "/proc/meminfo");
		return String.format(Locale.ROOT, "%d cores, %s, %s of memory, %s %s",
				Runtime.getRuntime().availableProcessors(), find(MODEL, "/proc/cpuinfo"),
				memory.equals(UNKNOWN) ? UNKNOWN
						: String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(memory) / KIB_PER_GIB),
				System.getProperty("os.name"), System.getProperty("os.version"));
	}

	static String jdk() {
		return System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version");
	}

	/** The commit of the folder in which the run was started. */
	static String commit() {
		try {
			Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").redirectErrorStream(true)
				.start();
			String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
			return (git.waitFor() == 0) ? answer : UNKNOWN;
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return UNKNOWN;
		}
	}

	private static String find(Pattern pattern, String file) {
		try {
			Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
			return matcher.find() ? matcher.group(1) : UNKNOWN;
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

}
