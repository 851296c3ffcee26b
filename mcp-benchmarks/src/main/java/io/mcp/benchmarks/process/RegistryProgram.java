package io.mcp.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mcp.benchmarks.arguments.ArgumentException;
import io.mcp.benchmarks.arguments.Arguments;

/**
 * How a registry is started.
 *
 * @param jar its executable jar
 * @param javaOptions options of its JVM; none are the JVM's defaults
 */
public record RegistryProgram(Path jar, List<String> javaOptions) {

	/** Argument: the registry's jar. */
	public static final String JAR = "registry-jar";

	/** Argument: options of the registry's JVM. */
	public static final String JAVA_OPTIONS = "registry-java-options";

	private static final Path BUILT = Path.of("mcp-registry-app", "target", "mcp-registry-app.jar");

	/**
	 * As the arguments tell; by default the one that this build made.
	 * @throws ArgumentException if there is no such jar
	 */
	public static RegistryProgram of(Arguments arguments) {
		String given = arguments.text(JAR);
		Path jar = (given != null) ? Path.of(given) : BUILT;
		if (!Files.isRegularFile(jar)) {
			throw new ArgumentException("No registry at '" + jar + "'. Build it (./mvnw -q -DskipTests package), run"
					+ " from the root of the project, or name it by --" + JAR + "=…");
		}
		return new RegistryProgram(jar.toAbsolutePath(), arguments.words(JAVA_OPTIONS));
	}

}
