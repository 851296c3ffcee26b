package io.mcp.benchmarks.arguments;

/** Something that the user can put right; the message is all that he needs. */
public final class ArgumentException extends RuntimeException {

	/**
	 * Made where the mistake is seen.
	 * @param message what is wrong, and what was expected
	 */
	public ArgumentException(String message) {
		super(message);
	}

}
