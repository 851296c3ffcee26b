package io.mcp.benchmarks.watch;

/** Those who want to know of each change of one service. */
public interface Subscribers extends AutoCloseable {

	/**
	 * Makes all of them subscribe, and waits until each has the list as it is now.
	 * @throws io.mcp.benchmarks.arguments.ArgumentException if they cannot
	 */
	void subscribe();

	/** What they are, for the report. */
	String description();

	@Override
	void close();

}
