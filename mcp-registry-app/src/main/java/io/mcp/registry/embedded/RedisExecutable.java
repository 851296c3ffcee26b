package io.mcp.registry.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.embedded.core.ExecutableProvider;
import redis.embedded.error.OsArchitectureNotFound;
import redis.embedded.error.UnknownOSName;
import redis.embedded.model.OsArchitecture;

/**
 * A redis-server program that was seen to run on this machine.
 *
 * @param path the program
 * @param version what it calls itself
 * @param bundled whether it came with the registry
 */
record RedisExecutable(Path path, String version, boolean bundled) {

	private static final Pattern VERSION = Pattern.compile("v=((\\d+)\\.(\\d+)[\\w.]*)");

	private static final int ANSWER_SECONDS = 10;

	/** A program of the operator's choice. */
	static RedisExecutable given(Path path) {
		try {
			if (!Files.isExecutable(path)) {
				throw new IOException("there is no executable file");
			}
			// Not the target of a link: Redis is one program acting by its name.
			Path program = path.toAbsolutePath();
			return new RedisExecutable(program, version(program), false);
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException(
					EmbeddedRedisProperties.PREFIX + ".executable: '" + path + "' does not run (" + reason(ex) + ")",
					"Let it name a redis-server 6.2 or newer that runs on this machine, or set spring.data.redis.*"
							+ " to a Redis that is already running.",
					ex);
		}
	}

	/** The bundled program for this machine, laid into the folder unless it is there. */
	static RedisExecutable bundled(Path folder) {
		return bundled(folder, candidates());
	}

	/** The first that runs here. */
	static RedisExecutable bundled(Path folder, List<String> resources) {
		List<String> reasons = new ArrayList<>();
		for (String resource : resources) {
			try {
				Path program = extract(resource, folder);
				return new RedisExecutable(program, version(program), true);
			}
			catch (IOException ex) {
				reasons.add(resource.substring(1) + ": " + reason(ex));
			}
		}
		throw new EmbeddedRedisException(
				"The bundled Redis does not run on this machine (" + System.getProperty("os.name") + " "
						+ System.getProperty("os.arch") + "): "
						+ (reasons.isEmpty() ? "none was built for it" : String.join("; ", reasons)),
				EmbeddedRedisException.USE_ANOTHER_REDIS);
	}

	/**
	 * The build for Linux on x86-64 needs glibc and OpenSSL 3; where they are missing, as
	 * on Alpine, the one for 32 bits is tried, which needs nothing.
	 */
	private static List<String> candidates() {
		try {
			OsArchitecture here = OsArchitecture.detectOSandArchitecture();
			List<String> candidates = new ArrayList<>();
			String own = ExecutableProvider.newProvidedVersionsMap().get(here);
			if (own != null) {
				candidates.add(own);
			}
			String plain = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.UNIX_x86);
			if (here.equals(OsArchitecture.UNIX_x86_64) && plain != null) {
				candidates.add(plain);
			}
			return candidates;
		}
		catch (UnknownOSName | OsArchitectureNotFound ex) {
			return List.of();
		}
	}

	private static Path extract(String resource, Path folder) throws IOException {
		URL url = ExecutableProvider.class.getResource(resource);
		if (url == null) {
			throw new IOException("not in the embedded-redis library");
		}
		Path program = folder.resolve("redis-server-" + checksum(url));
		if (Files.isExecutable(program)) {
			return program;
		}
		Files.createDirectories(folder);
		Path fresh = Files.createTempFile(folder, "redis-server", null);
		try (InputStream in = url.openStream()) {
			Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
		}
		if (!fresh.toFile().setExecutable(true)) {
			throw new IOException("'" + fresh + "' cannot be made executable");
		}
		return Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** The archive keeps one of each entry, so that nothing is read but its directory. */
	private static String checksum(URL url) throws IOException {
		JarURLConnection connection = (JarURLConnection) url.openConnection();
		return Long.toHexString(connection.getJarEntry().getCrc());
	}

	/**
	 * Asks the program; what does not run here fails here, and not later with the data.
	 */
	private static String version(Path program) throws IOException {
		Process process = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
		process.getOutputStream().close();
		try {
			if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IOException("no answer to --version within " + ANSWER_SECONDS + " s");
			}
		}
		catch (InterruptedException ex) {
			throw EmbeddedRedisException.interrupted(ex);
		}
		String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
		Matcher version = VERSION.matcher(answer);
		if (process.exitValue() != 0 || !version.find()) {
			throw new IOException("it ended with " + process.exitValue() + " and said '" + answer + "'");
		}
		int major = Integer.parseInt(version.group(2));
		if (major < 6 || (major == 6 && Integer.parseInt(version.group(3)) < 2)) {
			throw new IOException("it is version " + version.group(1) + ", expected 6.2 or newer");
		}
		return version.group(1);
	}

	private static String reason(IOException ex) {
		return String.valueOf(ex.getMessage());
	}

}
