package io.mcp.benchmarks.subscribers;

import java.time.Duration;
import java.util.Set;

import io.mcp.benchmarks.arguments.Arguments;
import io.mcp.benchmarks.process.RegistryProgram;

/**
 * How large the run is.
 *
 * @param subscribers streams on the one registry
 * @param warmUp time of changes at a tenth of them, which do not count
 * @param rest time without any change, in which the processor time is taken
 * @param changes changes after the first one, half of them registrations
 */
record SubscribersSettings(int subscribers, Duration warmUp, Duration rest, int changes) {

	static final Set<String> NAMES = Set.of("subscribers", "warm-up", "rest", "changes", "out", RegistryProgram.JAR,
			RegistryProgram.JAVA_OPTIONS);

	static SubscribersSettings of(Arguments arguments) {
		return new SubscribersSettings(arguments.count("subscribers", 5000),
				arguments.duration("warm-up", Duration.ofSeconds(30)),
				arguments.duration("rest", Duration.ofSeconds(30)), arguments.count("changes", 20));
	}

}
