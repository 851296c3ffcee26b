package io.mcp.registry.instance;

import io.mcp.protocol.HostSyntax;
import org.jspecify.annotations.Nullable;

/** Words the problem that {@link HostSyntax} finds with a host. */
final class HostRules {

	private HostRules() {
	}

	static void check(String field, @Nullable String host, FieldErrors errors) {
		if (host == null) {
			errors.add(field, "is missing (expected: " + HostSyntax.EXPECTED + ")");
			return;
		}
		String expected = HostSyntax.expectedInsteadOf(host);
		if (expected != null) {
			errors.add(field, "was " + Quoted.of(host) + " (expected: " + expected + ")");
		}
	}

}
