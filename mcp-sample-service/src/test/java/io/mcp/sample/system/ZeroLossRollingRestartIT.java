package io.mcp.sample.system;

import io.mcp.registry.testing.JarProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Providers restarted one after the other under steady calls that are not retried. The
 * system property {@code mcp.test.rolling-rounds} says how often.
 */
@ExtendWith(SharedWorld.Resolver.class)
class ZeroLossRollingRestartIT {

	private static final Logger logger = LoggerFactory.getLogger(ZeroLossRollingRestartIT.class);

	private static final int CALLS_PER_SECOND = 200;

	private final SharedWorld shared;

	ZeroLossRollingRestartIT(SharedWorld shared) {
		this.shared = shared;
	}

	@Test
	void providersRestartOneAfterTheOtherWithoutAFailedCall() {
		World world = this.shared.whole();
		int rounds = Integer.getInteger("mcp.test.rolling-rounds", 1);
		try (SteadyCaller caller = SteadyCaller.through(this.shared.consumer(), CALLS_PER_SECOND)) {
			for (int round = 0; round < rounds; round++) {
				for (JarProcess provider : world.providers()) {
					long begin = System.nanoTime();
					provider.stop();
					world.clients().forEach((client) -> client.awaitDeparture(World.id(provider), begin));
					long again = System.nanoTime();
					provider.startAgain().ready();
					world.clients().forEach((client) -> client.awaitArrival(World.id(provider), again));
				}
			}
			logger.info("zeroLossRollingRestart: {} providers, {} rounds: {}", world.providers().size(), rounds,
					caller.endWithoutFailure());
		}
	}

}
