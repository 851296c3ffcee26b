package io.mcp.registry.instance;

import java.util.regex.Pattern;

import io.mcp.protocol.Limits;
import org.jspecify.annotations.Nullable;

/** What namespaces, services, instances and leases may be called. */
public final class NameRules {

	private static final String NAME = "1 to 128 letters, digits, '.', '_' or '-', beginning with a letter or digit";

	private static final String INSTANCE_ID = "1 to 192 letters, digits, '.', '_', ':' or '-', "
			+ "beginning with a letter or digit";

	private static final Pattern LEASE_PATTERN = Pattern.compile("[!-~]{1,128}");

	private static final String LEASE_ID = "1 to 128 visible ASCII characters, as the registration answered them";

	private NameRules() {
	}

	/** Checks the name of a service or namespace. */
	public static void checkName(String field, @Nullable String value, FieldErrors errors) {
		check(field, value, Limits.NAME, NAME, errors);
	}

	/** Checks the id of an instance. */
	public static void checkInstanceId(String field, @Nullable String value, FieldErrors errors) {
		check(field, value, Limits.INSTANCE_ID, INSTANCE_ID, errors);
	}

	/** Checks the form of a lease id; says nothing of whose it is. */
	public static void checkLeaseId(String field, @Nullable String value, FieldErrors errors) {
		check(field, value, LEASE_PATTERN, LEASE_ID, errors);
	}

	private static void check(String field, @Nullable String value, Pattern pattern, String expected,
			FieldErrors errors) {
		if (value == null) {
			errors.add(field, "is missing (expected: " + expected + ")");
		}
		else if (!pattern.matcher(value).matches()) {
			errors.add(field, "was " + Quoted.of(value) + " (expected: " + expected + ")");
		}
	}

}
