package io.mcp.benchmarks.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/**
 * How much processor time each part of an installation used, and this JVM with it.
 * Immutable.
 */
public final class ProcessorUse {

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
		return new ProcessorUse(used, nanos.getAsLong());
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
