package io.mcp.protocol;

import java.time.Duration;
import java.util.regex.Pattern;

/** The bounds of names and numbers, the same on both sides of the wire. */
public final class Limits {

	/** Service and namespace names. */
	public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

	/** Instance ids. */
	public static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,191}");

	/** The shortest lease, in seconds. */
	public static final int MIN_TTL = 1;

	/** The longest lease, in seconds. */
	public static final int MAX_TTL = 3600;

	/** The lease of a registration that names none. */
	public static final Duration DEFAULT_TTL = Duration.ofSeconds(15);

	/** The greatest weight. */
	public static final int MAX_WEIGHT = 10_000;

	/** The weight of a registration that names none. */
	public static final int DEFAULT_WEIGHT = 100;

	/** Metadata entries of one instance. */
	public static final int MAX_METADATA_ENTRIES = 64;

	/** Characters of a metadata key. */
	public static final int MAX_METADATA_KEY = 128;

	/** Characters of a metadata value. */
	public static final int MAX_METADATA_VALUE = 1024;

	/** UTF-8 bytes of all metadata keys and values together. */
	public static final int MAX_METADATA_BYTES = 8192;

	/** Tags of one instance. */
	public static final int MAX_TAGS = 64;

	/** Characters of a tag, a zone or a version. */
	public static final int MAX_LABEL = 128;

	/** Leases in one batch of heartbeats. */
	public static final int MAX_BATCH = 1000;

	/** The namespace of whoever names none. */
	public static final String DEFAULT_NAMESPACE = "default";

	private Limits() {
	}

}
