package io.mcp.discovery.transport;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JitterTests {

	private static final Duration FIRST = Duration.ofMillis(200);

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private final Jitter jitter = new Jitter(new Random(1));

	@Test
	void aroundStaysWithinTenPercentAndVaries() {
		assertThat(Stream.generate(() -> this.jitter.around(Duration.ofSeconds(10))).limit(1000).distinct())
			.hasSizeGreaterThan(900)
			.allSatisfy((duration) -> assertThat(duration).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11)));
	}

	@Test
	void backOffDoublesUpToItsBoundAndLeavesHalfToChance() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.jitter.backOff(1, FIRST, LONGEST)).isBetween(Duration.ofMillis(100), FIRST);
			assertThat(this.jitter.backOff(3, FIRST, LONGEST)).isBetween(Duration.ofMillis(400),
					Duration.ofMillis(800));
			assertThat(this.jitter.backOff(1_000_000, FIRST, LONGEST)).isBetween(LONGEST.dividedBy(2), LONGEST);
		}
	}

}
