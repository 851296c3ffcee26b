package io.mcp.discovery.registration;

import io.mcp.protocol.DrainReport;

/** What became of asking everybody to call an instance no more. */
sealed interface Draining {

	/**
	 * The registry asked, and waited for the answers.
	 *
	 * @param report how many of them came
	 */
	record Drained(DrainReport report) implements Draining {

	}

	/**
	 * Nobody was asked, as far as is known here.
	 *
	 * @param reason why
	 */
	record NotDrained(String reason) implements Draining {

	}

}
