package io.mcp.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mcp.benchmarks.arguments.ArgumentException;

/**
 * How much processor time each part of an installation used, this JVM with it, and all
 * that does not belong to the run: where that is much, the figures beside it are about
 * something else. Immutable.
 */
public final class ProcessorUse {

	private static final Path STAT = Path.of("/proc/stat");

	/** User, nice, system; not idle and waiting; interrupts; stolen by other machines. */
	private static final Pattern WHOLE_MACHINE = Pattern
		.compile("(?m)^cpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+) (\\d+)");

	/** Linux counts for programs in hundredths of a second, whatever its own clock is. */
	private static final int MILLIS_PER_TICK = 10;

	private final Map<String, Duration> used;

	private final long at;

	private ProcessorUse(Map<String, Duration> used, long at) {
		this.used = used;
		this.at = at;
	}

	/**
	 * Up to now.
	 * @param nanos a clock for intervals
	 */
	public static ProcessorUse of(Installation installation, LongSupplier nanos) {
		Map<String, Duration> used = new LinkedHashMap<>();
		used.put("registries",
				installation.replicas()
					.stream()
					.map((replica) -> replica.figures().processorTime())
					.reduce(Duration.ZERO, Duration::plus));
		used.put("Redis", installation.redis().figures().processorTime());
		used.put("this load generator", new ProcessFigures(ProcessHandle.current()).processorTime());
		Duration ours = used.values().stream().reduce(Duration.ZERO, Duration::plus);
		used.put("everything else on this machine", wholeMachine().minus(ours));
		return new ProcessorUse(used, nanos.getAsLong());
	}

	private static Duration wholeMachine() {
		try {
			Matcher counted = WHOLE_MACHINE.matcher(Files.readString(STAT));
			if (!counted.find()) {
				throw new ArgumentException(STAT + " has no line " + WHOLE_MACHINE.pattern());
			}
			long ticks = 0;
			for (int group = 1; group <= counted.groupCount(); group++) {
				ticks += Long.parseLong(counted.group(group));
			}
			return Duration.ofMillis(ticks * MILLIS_PER_TICK);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + STAT + " (expected: Linux)", ex);
		}
	}

	/** Cores that each kept busy since an earlier moment, in words. */
	public String since(ProcessorUse earlier) {
		StringJoiner text = new StringJoiner(", ");
		this.used.forEach((name, time) -> {
			Duration since = time.minus(earlier.used.getOrDefault(name, Duration.ZERO));
			text.add(String.format(Locale.ROOT, "%s %.2f", name, since.toNanos() / (double) (this.at - earlier.at)));
		});
		return text.toString();
	}

}
