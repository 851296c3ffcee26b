package io.mcp.registry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;

import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The bundled redis-server, laid into the build folder. Found without the registry's own
 * code, so that other modules' tests can use it.
 */
final class RedisProgram {

	private static final Path FOLDER = Path.of("target", "test-redis").toAbsolutePath();

	private RedisProgram() {
	}

	/** The build for this machine or, where its libraries are missing, the 32-bit one. */
	static Path path() {
		return Stream.of(OsArchitecture.detectOSandArchitecture(), OsArchitecture.UNIX_x86)
			.map(ExecutableProvider.newProvidedVersionsMap()::get)
			.filter(Objects::nonNull)
			.map(RedisProgram::extracted)
			.filter(RedisProgram::runs)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No bundled redis-server runs on this machine"));
	}

	private static Path extracted(String resource) {
		Path program = FOLDER.resolve(resource.substring(1));
		if (Files.isExecutable(program)) {
			return program;
		}
		try (InputStream content = ExecutableProvider.class.getResourceAsStream(resource)) {
			Files.createDirectories(FOLDER);
			Path fresh = Files.createTempFile(FOLDER, "redis-server", null);
			Files.copy(Objects.requireNonNull(content, resource), fresh, StandardCopyOption.REPLACE_EXISTING);
			if (!fresh.toFile().setExecutable(true)) {
				throw new IOException(fresh + " cannot be made executable");
			}
			return Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not lay out " + resource, ex);
		}
	}

	private static boolean runs(Path program) {
		try {
			return new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.onExit()
				.join()
				.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
