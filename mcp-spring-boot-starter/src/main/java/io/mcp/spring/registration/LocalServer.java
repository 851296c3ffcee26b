package io.mcp.spring.registration;

import java.util.Optional;

/** Knows the server that answers this application's callers. */
interface LocalServer {

	/** An application without a web server. */
	LocalServer NONE = new LocalServer() {

		@Override
		public Optional<Listening> listening() {
			return Optional.empty();
		}

		@Override
		public boolean isSimulated() {
			return false;
		}

	};

	/** Where callers arrive; empty where no server listens. */
	Optional<Listening> listening();

	/** Whether a test plays the web server, so that no call can ever arrive. */
	boolean isSimulated();

	/**
	 * A server that listens.
	 *
	 * @param port its real port
	 * @param secure whether it speaks TLS
	 */
	record Listening(int port, boolean secure) {

	}

}
