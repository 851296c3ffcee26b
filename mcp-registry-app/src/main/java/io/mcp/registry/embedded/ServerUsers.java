package io.mcp.registry.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The registries that use the server of a data folder: each holds an operating system's
 * lock on a file of its own, so that a registry which was killed no longer counts. All
 * calls are made under the {@link StartStopLock}.
 */
final class ServerUsers {

	private final Path folder;

	private final String thisProcess;

	ServerUsers(Path folder) {
		this.folder = folder;
		ProcessHandle process = ProcessHandle.current();
		this.thisProcess = process.pid() + "-"
				+ process.info().startInstant().map(Instant::toEpochMilli).map(Long::toHexString).orElse("") + "-";
	}

	/** Counts this registry in until it leaves or dies. */
	User join() {
		try {
			Files.createDirectories(this.folder);
			Path file = Files.createTempFile(this.folder, this.thisProcess, null);
			FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
			channel.lock();
			return new User(file, channel);
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/** How many there are. Forgets the dead. */
	int count() {
		if (!Files.exists(this.folder)) {
			return 0;
		}
		try {
			int living = 0;
			for (Path file : files()) {
				if (isAlive(file)) {
					living++;
				}
				else {
					Files.deleteIfExists(file);
				}
			}
			return living;
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return new ArrayList<>(files.toList());
		}
	}

	/**
	 * Files of this very process are not opened: closing them again would give up the
	 * locks of their holders. They are there for as long as their holders live.
	 */
	private boolean isAlive(Path file) throws IOException {
		if (file.getFileName().toString().startsWith(this.thisProcess)) {
			return true;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			return channel.tryLock() == null;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private EmbeddedRedisException unusable(IOException cause) {
		return new EmbeddedRedisException(
				"The users of the embedded Redis cannot be kept in '" + this.folder + "' (" + cause + ")",
				EmbeddedRedisException.USE_ANOTHER_FOLDER, cause);
	}

	/** One registry that uses the server. */
	record User(Path file, FileChannel channel) {

		void leave() {
			try {
				Files.deleteIfExists(this.file);
				this.channel.close();
			}
			catch (IOException ex) {
				throw new EmbeddedRedisException("'" + this.file + "' cannot be given up (" + ex + ")",
						EmbeddedRedisException.USE_ANOTHER_FOLDER, ex);
			}
		}

	}

}
