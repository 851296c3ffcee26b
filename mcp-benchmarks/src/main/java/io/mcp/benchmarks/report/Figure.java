package io.mcp.benchmarks.report;

import java.util.Locale;

/**
 * One line of a report.
 *
 * @param name what was measured
 * @param value what was seen, with its unit
 * @param goal what it should be, with its unit; empty where there is no goal
 * @param met whether it is; without a goal it has no meaning
 */
public record Figure(String name, String value, String goal, boolean met) {

	/** Something without a goal. */
	public static Figure of(String name, String value) {
		return new Figure(name, value, "", true);
	}

	/** Something that should be no more than a limit. */
	public static Figure atMost(String name, double limit, double value, String unit) {
		return new Figure(name, plain(value) + ' ' + unit, "at most " + plain(limit) + ' ' + unit, value <= limit);
	}

	boolean hasGoal() {
		return !this.goal.isEmpty();
	}

	/** Three digits that mean something. */
	private static String plain(double value) {
		if (value == Math.rint(value) || Math.abs(value) >= 100) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return String.format(Locale.ROOT, (Math.abs(value) >= 10) ? "%.1f" : "%.2f", value);
	}

}
