package io.mcp.registry.embedded;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestartDelayTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

	private final RestartDelay delay = new RestartDelay(this.clock::get);

	@Test
	void doublesUpToHalfAMinute() {
		assertThat(Stream.generate(this.delay::next).limit(11).map(Duration::toMillis)).containsExactly(100L, 200L,
				400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 30000L, 30000L);
	}

	@Test
	void isShortAgainAfterTheServerStayedForAMinute() {
		this.delay.next();
		this.delay.next();

		this.clock.addAndGet(Duration.ofMinutes(1).toNanos());

		assertThat(this.delay.next()).hasMillis(100);
	}

	@Test
	void growsOnWhileTheServerCannotBeStarted() {
		this.delay.next();

		this.clock.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(this.delay.next()).hasMillis(200);
		this.clock.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(this.delay.next()).hasMillis(400);
	}

}
