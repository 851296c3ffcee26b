package io.mcp.registry.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data folder of an embedded Redis and what lies in it.
 * <ul>
 * <li>{@code appendonly.aof} - the data, Redis's own file
 * <li>{@code redis.conf} - written before each start, so that no server can be alive that
 * it does not describe: its port finds a server that was left behind
 * <li>{@code password} - made once, readable for the owner only
 * <li>{@code redis.pid}, {@code redis.log} - written by Redis
 * <li>{@code start-stop.lock}, {@code users/} - see {@link StartStopLock} and
 * {@link ServerUsers}
 * <li>{@code bin/} - the bundled program, see {@link RedisExecutable}
 * </ul>
 */
final class RedisFolder {

	private static final Pattern PORT = Pattern.compile("(?m)^port (\\d{1,5})$");

	private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

	private static final int TAIL_BYTES = 2000;

	private final Path root;

	private RedisFolder(Path root) {
		this.root = root;
	}

	/** Creates the folder, for its owner only, unless it is there. */
	static RedisFolder open(Path path) {
		try {
			if (!Files.isDirectory(path)) {
				Files.createDirectories(path.toAbsolutePath(), ownerOnly(path));
			}
			Files.delete(Files.createTempFile(path, "writable", null));
			return new RedisFolder(path.toRealPath());
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException("The data folder of the embedded Redis cannot be written: '"
					+ path.toAbsolutePath() + "' (" + ex + ")", EmbeddedRedisException.USE_ANOTHER_FOLDER, ex);
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path path) {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) };
	}

	/** The folder itself, absolute and without links. */
	Path root() {
		return this.root;
	}

	Path config() {
		return this.root.resolve("redis.conf");
	}

	Path log() {
		return this.root.resolve("redis.log");
	}

	Path bin() {
		return this.root.resolve("bin");
	}

	Path users() {
		return this.root.resolve("users");
	}

	Path startStopLock() {
		return this.root.resolve("start-stop.lock");
	}

	/** The password of the folder's server; made at the first call, under the lock. */
	String password() {
		Path file = this.root.resolve("password");
		try {
			String known = Files.exists(file) ? Files.readString(file).trim() : "";
			if (!known.isEmpty()) {
				return known;
			}
			byte[] random = new byte[24];
			new SecureRandom().nextBytes(random);
			String made = HexFormat.of().formatHex(random);
			replace(file, made);
			return made;
		}
		catch (IOException ex) {
			throw unusable(file, ex);
		}
	}

	/** The port of the server that was started last, if there was one. */
	OptionalInt lastPort() {
		try {
			if (Files.exists(config())) {
				Matcher port = PORT.matcher(Files.readString(config()));
				return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
			}
			return OptionalInt.empty();
		}
		catch (IOException ex) {
			throw unusable(config(), ex);
		}
	}

	/** The process of the server that was started last, unless it ended in good order. */
	Optional<ProcessHandle> lastProcess() {
		Path file = this.root.resolve("redis.pid");
		try {
			if (!Files.exists(file)) {
				return Optional.empty();
			}
			// A process that started after the file was written has only come by the same
			// number.
			Instant latestStart = Files.getLastModifiedTime(file).toInstant().plus(CLOCK_STEP);
			String pid = Files.readString(file).trim();
			return pid.matches("\\d{1,18}")
					? ProcessHandle.of(Long.parseLong(pid))
						.filter((process) -> process.info().startInstant().filter(latestStart::isAfter).isPresent())
					: Optional.empty();
		}
		catch (IOException ex) {
			throw unusable(file, ex);
		}
	}

	/** Writes the configuration of a server that is about to be started. */
	void configure(int port) {
		try {
			replace(config(), """
					# Written by the MCP registry before each start: changes are lost.
					bind 127.0.0.1
					port %d
					protected-mode yes
					requirepass %s
					dir %s
					pidfile %s
					logfile %s
					daemonize no
					appendonly yes
					appendfsync everysec
					aof-load-truncated yes
					save ""
					maxmemory-policy noeviction
					""".formatted(port, password(), quoted(this.root), quoted(this.root.resolve("redis.pid")),
					quoted(log())));
		}
		catch (IOException ex) {
			throw unusable(config(), ex);
		}
	}

	private static String quoted(Path path) {
		return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	/** Where the log ends now: what a server says from here on is its own. */
	long logEnd() {
		try {
			return Files.exists(log()) ? Files.size(log()) : 0;
		}
		catch (IOException ex) {
			throw unusable(log(), ex);
		}
	}

	/** What was logged since, but not more than the last lines. */
	String logTail(long since) {
		if (!Files.exists(log())) {
			return "";
		}
		try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
			long from = Math.max(since, file.length() - TAIL_BYTES);
			byte[] tail = new byte[(int) Math.max(0, file.length() - from)];
			file.seek(from);
			file.readFully(tail);
			return new String(tail, StandardCharsets.UTF_8).trim();
		}
		catch (IOException ex) {
			return "(" + log() + " cannot be read: " + ex + ")";
		}
	}

	/** In one step, and from its first moment readable for the owner only. */
	private void replace(Path file, String content) throws IOException {
		Path fresh = Files.createTempFile(this.root, file.getFileName().toString(), null);
		Files.writeString(fresh, content);
		Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static EmbeddedRedisException unusable(Path file, IOException cause) {
		return new EmbeddedRedisException("A file of the embedded Redis cannot be used: '" + file + "' (" + cause + ")",
				EmbeddedRedisException.USE_ANOTHER_FOLDER, cause);
	}

}
