package io.mcp.registry.embedded;

import java.nio.file.Path;

/** What is found at a port where a server of ours may be listening. */
sealed interface ServerAnswer {

	/**
	 * A Redis that takes our password and serves.
	 *
	 * @param version its version
	 * @param pid its process
	 * @param executable the program of that process
	 * @param dir its data folder
	 */
	record Serving(String version, long pid, Path executable, Path dir) implements ServerAnswer {
	}

	/**
	 * A Redis that takes our password and still reads its data.
	 *
	 * @param percent how far it has come, such as {@code 41.50}
	 */
	record Loading(String percent) implements ServerAnswer {
	}

	/**
	 * Nothing, or something that does not take our password.
	 *
	 * @param reason why the exchange failed
	 */
	record None(String reason) implements ServerAnswer {
	}

}
