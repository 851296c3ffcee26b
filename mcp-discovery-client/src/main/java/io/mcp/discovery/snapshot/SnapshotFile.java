package io.mcp.discovery.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The file of one namespace in one folder. Several processes may share it: each replaces
 * it as a whole, so that a reader finds either the old or the new one, and the last
 * writer wins.
 */
final class SnapshotFile {

	/** Nobody takes that long to write; what is older was left behind by a crash. */
	private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

	private final SnapshotFormat format = new SnapshotFormat();

	private final Path directory;

	private final String name;

	/**
	 * Names the file; nothing is opened yet.
	 * @param directory its folder, which may be missing
	 * @param namespace the namespace of its lists
	 */
	SnapshotFile(Path directory, String namespace) {
		this.directory = directory.toAbsolutePath().normalize();
		this.name = namespace + ".snapshot";
	}

	Path path() {
		return this.directory.resolve(this.name);
	}

	/**
	 * Reads the file.
	 * @return {@code null} where there is none
	 * @throws MalformedSnapshotException if it holds something else
	 * @throws IOException if it cannot be read, or others may write it or the folder
	 */
	@Nullable Snapshot read() throws IOException {
		if (!Files.exists(this.directory)) {
			return null;
		}
		PrivateFolder folder = PrivateFolder.openForReading(this.directory);
		try (FileChannel channel = FileChannel.open(folder.file(this.name), StandardOpenOption.READ)) {
			folder.requireOwn(folder.file(this.name));
			if (channel.size() > SnapshotFormat.MAX_BYTES) {
				throw new MalformedSnapshotException(
						"it has " + channel.size() + " bytes (expected: at most " + SnapshotFormat.MAX_BYTES + ")");
			}
			ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
			while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
				// Until all of it is there
			}
			return this.format.decode(bytes.array());
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Replaces the file, and makes the folder where there is none. After a crash at any
	 * moment it is the old file or the new one.
	 * @throws IOException if that does not work, or others may write the folder
	 */
	void write(Snapshot snapshot) throws IOException {
		byte[] bytes = this.format.encode(snapshot);
		PrivateFolder folder = PrivateFolder.open(this.directory);
		Path temporary = folder.createTemporary(this.name + ".");
		try {
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
				ByteBuffer buffer = ByteBuffer.wrap(bytes);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
				channel.force(true);
			}
			Files.move(temporary, folder.file(this.name), StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	/**
	 * Keeps a file that cannot be used, for whoever wants to know why.
	 * @return where it is now
	 * @throws IOException if that does not work
	 */
	Path setAside() throws IOException {
		return Files.move(path(), this.directory.resolve(this.name + ".bad"), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Deletes what a crash left behind in the midst of {@link #write}.
	 * @throws IOException if that does not work
	 */
	void deleteAbandoned(Instant now) throws IOException {
		if (!Files.exists(this.directory)) {
			return;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory,
				"{probe-," + this.name + ".}*.tmp")) {
			for (Path file : files) {
				if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(ABANDONED_AFTER))) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

}
