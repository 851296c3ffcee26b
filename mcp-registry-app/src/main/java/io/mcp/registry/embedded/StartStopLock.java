package io.mcp.registry.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one registry at a time look for, start or end the server of a data folder. The
 * operating system drops it with the process, whatever that dies of. The file stays: to
 * delete it would let two registries hold two locks of the same name.
 */
final class StartStopLock {

	/**
	 * A file lock belongs to the whole JVM, and closing any channel of the file gives it
	 * up; so the threads of one JVM take turns before they come to the file.
	 */
	private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final Path file;

	StartStopLock(Path file) {
		this.file = file;
	}

	/** Waits for its turn, until the deadline, and then acts. */
	<T> T holding(Deadline deadline, Supplier<T> action) {
		if (!takeWithinThisJvm(deadline)) {
			throw busy();
		}
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			while (channel.tryLock() == null) {
				if (deadline.hasPassed()) {
					throw busy();
				}
				deadline.pause(PAUSE);
			}
			return action.get();
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException(
					"The data folder of the embedded Redis allows no lock on '" + this.file + "' (" + ex + ")",
					EmbeddedRedisException.USE_ANOTHER_FOLDER, ex);
		}
		finally {
			WITHIN_THIS_JVM.unlock();
		}
	}

	private static boolean takeWithinThisJvm(Deadline deadline) {
		try {
			return WITHIN_THIS_JVM.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw EmbeddedRedisException.interrupted(ex);
		}
	}

	private EmbeddedRedisException busy() {
		return new EmbeddedRedisException(
				"Another registry has been starting or ending the embedded Redis for too long: it holds '" + this.file
						+ "'",
				"Look after that registry, or give each its own " + EmbeddedRedisProperties.PREFIX + ".dir.");
	}

}
