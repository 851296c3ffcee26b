package io.mcp.discovery.snapshot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A folder in which nobody but this process's user can write. Whoever can write there
 * chooses to whom this process sends its calls, so a folder or a file of anybody else, or
 * one that others may write, is refused. Where files have no POSIX permissions, the
 * folder is taken as it is.
 */
final class PrivateFolder {

	private static final Set<PosixFilePermission> OTHERS_WRITE = EnumSet.of(PosixFilePermission.GROUP_WRITE,
			PosixFilePermission.OTHERS_WRITE);

	private final Path path;

	/** This process's user; {@code null} where there are no POSIX permissions. */
	private final @Nullable UserPrincipal user;

	private PrivateFolder(Path path, @Nullable UserPrincipal user) {
		this.path = path;
		this.user = user;
	}

	/**
	 * Opens a folder that exists, for reading alone: it may be on a read-only disk.
	 * @throws IOException if it cannot be read, or others may write there
	 */
	static PrivateFolder openForReading(Path path) throws IOException {
		Path real = path.toRealPath();
		boolean posix = real.getFileSystem().supportedFileAttributeViews().contains("posix");
		PrivateFolder folder = new PrivateFolder(real, posix ? user(real.getFileSystem()) : null);
		if (posix) {
			folder.require(real, "rwx------", "chmod 700");
		}
		return folder;
	}

	/**
	 * Java does not tell whose process this is; Linux does, also where he has no name.
	 */
	private static UserPrincipal user(FileSystem files) throws IOException {
		Path process = files.getPath("/proc/self");
		return Files.exists(process) ? Files.getOwner(process)
				: files.getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
	}

	/**
	 * Opens the folder, which is made where it does not exist.
	 * @throws IOException if it cannot be made or written, or others may write there
	 */
	static PrivateFolder open(Path path) throws IOException {
		Path absolute = path.toAbsolutePath().normalize();
		boolean posix = absolute.getFileSystem().supportedFileAttributeViews().contains("posix");
		if (!Files.isDirectory(absolute)) {
			Files.createDirectories(absolute, posix ? only("rwx------") : new FileAttribute<?>[0]);
		}
		Path real = absolute.toRealPath();
		if (!posix) {
			return new PrivateFolder(real, null);
		}
		// Whether this process may write here shows, and to whom its files belong
		Path probe = Files.createTempFile(real, "probe-", ".tmp", only("rw-------"));
		try {
			PrivateFolder folder = new PrivateFolder(real, Files.getOwner(probe));
			folder.require(real, "rwx------", "chmod 700");
			return folder;
		}
		finally {
			Files.deleteIfExists(probe);
		}
	}

	Path file(String name) {
		return this.path.resolve(name);
	}

	/**
	 * A new file for this user alone.
	 * @throws IOException if it cannot be made
	 */
	Path createTemporary(String prefix) throws IOException {
		return Files.createTempFile(this.path, prefix, ".tmp",
				(this.user != null) ? only("rw-------") : new FileAttribute<?>[0]);
	}

	/**
	 * Makes sure that a file is this user's own.
	 * @throws IOException if it is not, or is no file
	 */
	void requireOwn(Path file) throws IOException {
		if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileSystemException(file.toString(), null, "is no file");
		}
		if (this.user != null) {
			require(file, "rw-------", "chmod 600");
		}
	}

	private void require(Path file, String expected, String remedy) throws IOException {
		PosixFileAttributes attributes = Files
			.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
			.readAttributes();
		String found = PosixFilePermissions.toString(attributes.permissions()) + " of " + attributes.owner().getName();
		if (!attributes.owner().equals(this.user)) {
			throw new AccessDeniedException(file.toString(), null, "belongs to somebody else (" + found
					+ "), who could send this application's calls elsewhere" + " (expected: one of " + this.user + ")");
		}
		if (attributes.permissions().stream().anyMatch(OTHERS_WRITE::contains)) {
			throw new AccessDeniedException(file.toString(), null,
					"others may write there (" + found + "), and could send this application's calls elsewhere"
							+ " (expected: " + expected + ", by " + remedy + ")");
		}
	}

	private static FileAttribute<?>[] only(String permissions) {
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

}
