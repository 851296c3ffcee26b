package io.mcp.registry.embedded;

import java.nio.file.Path;

/** The bundled redis-server, laid into the build folder once for all tests. */
public final class BundledExecutable {

	private BundledExecutable() {
	}

	/** The program for this machine; throws where none of the bundled ones runs. */
	public static Path path() {
		return RedisExecutable.bundled(Path.of("target", "test-redis").toAbsolutePath()).path();
	}

}
