package io.mcp.registry.instance;

import io.mcp.protocol.Limits;
import org.jspecify.annotations.Nullable;

/** The bounds of an operator's override. */
public final class OverrideRules {

	/** Seconds until an override ends by itself: at most 30 days. */
	public static final IntRange EXPIRES_IN = new IntRange(1, 30 * 24 * 3600);

	/** Characters of a reason. */
	public static final int MAX_REASON = 2 * Limits.MAX_LABEL;

	private OverrideRules() {
	}

	/** Checks why an override is set; it ends up in answers and logs. */
	public static void checkReason(String field, @Nullable String reason, FieldErrors errors) {
		if (reason != null) {
			LabelRules.checkText(field, reason, 1, MAX_REASON, errors);
		}
	}

}
