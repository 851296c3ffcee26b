package io.mcp.discovery.registration;

/** What became of a heartbeat. */
sealed interface Renewal {

	/** The lease goes on. */
	record Renewed() implements Renewal {

	}

	/** The registry knows no such lease (any more). */
	record Forgotten() implements Renewal {

	}

	/** A newer registration of the same id holds the lease. */
	record TakenOver() implements Renewal {

	}

	/**
	 * The registry does not accept the heartbeat as it is.
	 *
	 * @param message the registry's words
	 */
	record Refused(String message) implements Renewal {

	}

	/**
	 * Nobody decided.
	 *
	 * @param reason why
	 */
	record Unreached(String reason) implements Renewal {

	}

}
