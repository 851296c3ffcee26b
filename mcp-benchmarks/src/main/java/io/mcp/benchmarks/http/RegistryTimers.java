package io.mcp.benchmarks.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The timers of the registries themselves, added up over all of them. Immutable.
 *
 * @param timers by the name that Prometheus knows, without its unit
 */
public record RegistryTimers(Map<String, Timer> timers) {

	private static final Pattern SAMPLE = Pattern
		.compile("(?m)^(mcp_registry_\\w+)_seconds_(count|sum)(?:\\{[^}]*})? (\\S+)$");

	private static final double MILLIS = 1000;

	public RegistryTimers {
		timers = Map.copyOf(timers);
	}

	/**
	 * Reads them.
	 * @param texts the metrics of each registry, as Prometheus reads them
	 */
	public static RegistryTimers of(Iterable<String> texts) {
		Map<String, Timer> timers = new TreeMap<>();
		for (String text : texts) {
			Matcher sample = SAMPLE.matcher(text);
			while (sample.find()) {
				double value = Double.parseDouble(sample.group(3));
				Timer timer = sample.group(2).equals("count") ? new Timer(value, 0) : new Timer(0, value);
				timers.merge(sample.group(1), timer, Timer::plus);
			}
		}
		return new RegistryTimers(timers);
	}

	/**
	 * What each timed since an earlier reading, in words; those that timed nothing are
	 * left out.
	 */
	public Map<String, String> since(RegistryTimers earlier) {
		Map<String, String> means = new TreeMap<>();
		this.timers.forEach((name, timer) -> {
			Timer before = earlier.timers.getOrDefault(name, new Timer(0, 0));
			double count = timer.count() - before.count();
			if (count > 0) {
				means.put(name, String.format(Locale.ROOT, "mean %.2f ms of %,.0f",
						(timer.seconds() - before.seconds()) / count * MILLIS, count));
			}
		});
		return means;
	}

	/**
	 * One timer.
	 *
	 * @param count how often
	 * @param seconds how long together
	 */
	public record Timer(double count, double seconds) {

		private Timer plus(Timer other) {
			return new Timer(this.count + other.count, this.seconds + other.seconds);
		}

	}

}
