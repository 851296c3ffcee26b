package io.mcp.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mcp.benchmarks.arguments.ArgumentException;

/** How many files and connections a process may have open. */
public final class FileDescriptors {

	private static final Path LIMITS = Path.of("/proc/self/limits");

	/** What a JVM of this project has open beside its subscribers: jars, Redis, logs. */
	private static final int OTHERS = 500;

	/**
	 * The JVM has already raised its limit as far as it may; the children inherit that.
	 */
	private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

	private FileDescriptors() {
	}

	/**
	 * Ends a run before it begins where its connections cannot all be opened.
	 * @param connections how many one process will have
	 * @throws ArgumentException if the limit is lower
	 */
	public static void requireFor(int connections) {
		try {
			Matcher limit = OPEN_FILES.matcher(Files.readString(LIMITS));
			if (limit.find() && Long.parseLong(limit.group(1)) < connections + OTHERS) {
				throw new ArgumentException("A process may open " + limit.group(1) + " files here (expected: "
						+ (connections + OTHERS) + " for " + connections + " connections). Raise it: ulimit -n "
						+ (connections + OTHERS) + ", or ask for fewer.");
			}
		}
		catch (IOException ex) {
			throw new ArgumentException(LIMITS + " cannot be read (expected: Linux)");
		}
	}

}
