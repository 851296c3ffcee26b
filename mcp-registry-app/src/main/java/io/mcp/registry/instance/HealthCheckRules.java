package io.mcp.registry.instance;

import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.HealthCheck.Type;
import org.jspecify.annotations.Nullable;

/** The defaults and bounds of probes. */
public final class HealthCheckRules {

	/** Seconds between two probes, and the seconds that one may take. */
	public static final IntRange INTERVAL = new IntRange(1, 3600);

	/** Results in a row that change the health. */
	public static final IntRange THRESHOLD = new IntRange(1, 100);

	private static final String FIELD = "health_check";

	private static final String DEFAULT_PATH = "/health";

	private static final int LONGEST_PATH = 1024;

	private HealthCheckRules() {
	}

	/**
	 * Fills in what a request left open. Where everything is, the result means no probes.
	 */
	public static HealthCheck complete(@Nullable Type type, @Nullable String path, @Nullable Integer port,
			@Nullable Integer interval, @Nullable Integer timeout, @Nullable Integer failureThreshold,
			@Nullable Integer successThreshold) {
		HealthCheck defaults = HealthCheck.NONE;
		int seconds = (interval != null) ? interval : defaults.interval();
		int patience = Math.min(defaults.timeout(), Math.max(seconds, INTERVAL.from()));
		return new HealthCheck((type != null) ? type : defaults.type(), path, port, seconds,
				(timeout != null) ? timeout : patience,
				(failureThreshold != null) ? failureThreshold : defaults.failureThreshold(),
				(successThreshold != null) ? successThreshold : defaults.successThreshold());
	}

	/** The check as it is kept: without what its type has no use for. */
	static HealthCheck check(@Nullable HealthCheck check, FieldErrors errors) {
		if (check == null) {
			return HealthCheck.NONE;
		}
		if (check.port() != null) {
			IntRange.PORT.check(FIELD + ".port", check.port(), errors);
		}
		INTERVAL.check(FIELD + ".interval", check.interval(), errors);
		INTERVAL.check(FIELD + ".timeout", check.timeout(), errors);
		if (check.timeout() > check.interval() && !errors.has(FIELD + ".interval")) {
			errors.add(FIELD + ".timeout", "was " + check.timeout() + " (expected: at most the interval, "
					+ check.interval() + ", so that probes do not overlap)");
		}
		THRESHOLD.check(FIELD + ".failure_threshold", check.failureThreshold(), errors);
		THRESHOLD.check(FIELD + ".success_threshold", check.successThreshold(), errors);
		checkPath(check.path(), errors);
		return (check.type() == Type.NONE) ? HealthCheck.NONE : withPathOfType(check);
	}

	private static HealthCheck withPathOfType(HealthCheck check) {
		String path = (check.path() != null) ? check.path() : DEFAULT_PATH;
		return new HealthCheck(check.type(), (check.type() == Type.HTTP) ? path : null, check.port(), check.interval(),
				check.timeout(), check.failureThreshold(), check.successThreshold());
	}

	private static void checkPath(@Nullable String path, FieldErrors errors) {
		if (path == null) {
			return;
		}
		if (!path.startsWith("/")) {
			errors.add(FIELD + ".path", "was " + Quoted.of(path) + " (expected: a path that begins with '/')");
		}
		LabelRules.checkText(FIELD + ".path", path, 1, LONGEST_PATH, errors);
	}

}
