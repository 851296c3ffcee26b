package io.mcp.benchmarks.report;

import java.util.List;

/**
 * What one run saw.
 *
 * @param title what it is about
 * @param redisVersion the Redis beneath
 * @param setting what ran and what was timed, a sentence each
 * @param figures what was seen
 */
public record Findings(String title, String redisVersion, List<String> setting, List<Figure> figures) {

	public Findings {
		setting = List.copyOf(setting);
		figures = List.copyOf(figures);
	}

}
