package io.mcp.discovery.address;

import org.jspecify.annotations.Nullable;

/** A setting that chooses the own address cannot be read. */
public final class InvalidAddressSettingException extends IllegalArgumentException {

	private final String setting;

	private final String value;

	private final String expected;

	InvalidAddressSettingException(String setting, String value, String expected, @Nullable Exception cause) {
		super(setting + ": '" + value + "' (expected: " + expected + ")", cause);
		this.setting = setting;
		this.value = value;
		this.expected = expected;
	}

	/** Name of the setting, such as {@code preferred-networks}. */
	public String setting() {
		return this.setting;
	}

	/** The one value that cannot be read. */
	public String value() {
		return this.value;
	}

	/** What would be right, as a noun phrase. */
	public String expected() {
		return this.expected;
	}

}
