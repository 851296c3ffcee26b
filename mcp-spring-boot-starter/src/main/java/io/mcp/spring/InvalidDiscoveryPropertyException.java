package io.mcp.spring;

import org.jspecify.annotations.Nullable;

/**
 * A property of discovery has a value that cannot work. Stops the start of the
 * application.
 */
public final class InvalidDiscoveryPropertyException extends RuntimeException {

	private final String property;

	private final String value;

	private final String expected;

	/**
	 * Creates the exception.
	 * @param property full name of the property
	 * @param value what was configured
	 * @param expected what would be right, as a noun phrase
	 */
	public InvalidDiscoveryPropertyException(String property, String value, String expected) {
		this(property, value, expected, null);
	}

	/**
	 * Creates the exception.
	 * @param property full name of the property
	 * @param value what was configured
	 * @param expected what would be right, as a noun phrase
	 * @param cause what found it
	 */
	public InvalidDiscoveryPropertyException(String property, String value, String expected,
			@Nullable Throwable cause) {
		super("%s: '%s' (expected: %s)".formatted(property, value, expected), cause);
		this.property = property;
		this.value = value;
		this.expected = expected;
	}

	/** Full name of the property. */
	public String property() {
		return this.property;
	}

	/** What was configured. */
	public String value() {
		return this.value;
	}

	/** What would be right. */
	public String expected() {
		return this.expected;
	}

}
