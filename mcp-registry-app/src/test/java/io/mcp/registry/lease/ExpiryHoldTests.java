package io.mcp.registry.lease;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExpiryHoldTests {

	private static final Duration TTL = Duration.ofSeconds(15);

	private final ExpiryHold hold = new ExpiryHold();

	@Test
	void aMissingLeaseCountsAtOnceInQuietTimes() {
		this.hold.storeIsAway(false, 0);
		assertThat(this.hold.remaining(TTL, true, seconds(1))).isZero();
	}

	@Test
	void nobodyIsDeclaredExpiredForOneTtlAfterTheStoreCameBack() {
		this.hold.storeIsAway(true, seconds(10));
		this.hold.storeIsAway(false, seconds(40));
		assertThat(this.hold.remaining(TTL, true, seconds(41))).isEqualTo(Duration.ofSeconds(14));
		assertThat(this.hold.remaining(TTL, true, seconds(55))).isZero();
	}

	@Test
	void aLeaseFoundMissingWhenTheRegistryCameBackGetsOneTtl() {
		this.hold.registryIsThereSince(seconds(100));
		assertThat(this.hold.remaining(TTL, false, seconds(105))).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.hold.remaining(TTL, false, seconds(115))).isZero();
	}

	@Test
	void aLeaseThatStillRanWhenTheRegistryCameBackEndsWhenRedisSaysSo() {
		this.hold.registryIsThereSince(seconds(100));
		assertThat(this.hold.remaining(TTL, true, seconds(105))).isZero();
	}

	private static long seconds(long value) {
		return Duration.ofSeconds(value).toNanos();
	}

}
