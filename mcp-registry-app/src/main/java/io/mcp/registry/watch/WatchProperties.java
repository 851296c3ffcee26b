package io.mcp.registry.watch;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many may watch, and how long they may take.
 *
 * @param maxStreams How many streams and blocking queries one replica bears; more are
 * answered with 503.
 * @param maxStreamsPerClient How many of them may come from one address; more are
 * answered with 429.
 * @param stallTimeout After what time a stream whose reader takes nothing is closed.
 */
@ConfigurationProperties("mcp.registry.watch")
public record WatchProperties(@DefaultValue("20000") int maxStreams, @DefaultValue("2000") int maxStreamsPerClient,
		@DefaultValue("30s") Duration stallTimeout) {

	public WatchProperties {
		positive("max-streams", maxStreams);
		positive("max-streams-per-client", maxStreamsPerClient);
		if (stallTimeout.toMillis() < 1000) {
			throw new IllegalArgumentException(
					"mcp.registry.watch.stall-timeout: " + stallTimeout + " (expected: at least 1s)");
		}
	}

	private static void positive(String property, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(
					"mcp.registry.watch." + property + ": " + value + " (expected: 1 or more)");
		}
	}

}
