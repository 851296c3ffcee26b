package io.mcp.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What an operating system can do to a process besides ending it. */
enum Signal {

	/** Stands still, keeping its connections. */
	STOP,

	/** Goes on. */
	CONT;

	void sendTo(Process process) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid())).inheritIO().start();
			if (kill.onExit().join().exitValue() != 0) {
				throw new IllegalStateException("No SIG" + this + " to process " + process.pid());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
