package io.mcp.benchmarks.push;

import java.time.Duration;
import java.util.Set;

import io.mcp.benchmarks.arguments.ArgumentException;
import io.mcp.benchmarks.arguments.Arguments;
import io.mcp.benchmarks.process.RegistryProgram;

/**
 * How large the run is.
 *
 * @param clients subscribers of the service that changes
 * @param via what a subscriber is
 * @param replicas registries
 * @param changes registrations that are timed, each followed by a deregistration
 * @param warmUp time of changes that do not count, before each part
 * @param heartbeats heartbeats each second, in the loaded part
 * @param leases leases that these renew
 */
record PushSettings(int clients, Via via, int replicas, int changes, Duration warmUp, int heartbeats, int leases) {

	static final Set<String> NAMES = Set.of("clients", "via", "replicas", "changes", "warm-up", "heartbeats", "leases",
			"out", RegistryProgram.JAR, RegistryProgram.JAVA_OPTIONS);

	PushSettings {
		if (leases < HeartbeatLoad.FEWEST_LEASES) {
			throw new ArgumentException("--leases=" + leases + " (expected: at least " + HeartbeatLoad.FEWEST_LEASES
					+ ", so that there is a batch)");
		}
	}

	static PushSettings of(Arguments arguments) {
		return new PushSettings(arguments.count("clients", 100), arguments.choice("via", Via.CLIENT),
				arguments.count("replicas", 2), arguments.count("changes", 200),
				arguments.duration("warm-up", Duration.ofSeconds(30)), arguments.count("heartbeats", 2000),
				arguments.count("leases", 10_000));
	}

	/** What a subscriber is. */
	enum Via {

		/** The client that applications use, with its list and a listener. */
		CLIENT,
		/** A plain connection. */
		STREAM

	}

}
