package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Redis's clock by Cristian's algorithm (1989): what {@code TIME} answers is taken for
 * the middle of the round trip. A measurement replaces the one before it where its round
 * trip was not much longer, or where the former is old.
 */
final class RedisClock implements StoreClock {

	private static final Duration OLD = Duration.ofMinutes(1);

	private final StoreConnection connection;

	private final InstantSource clock;

	private final LongSupplier nanos;

	private volatile Measurement last = new Measurement(Duration.ZERO, Long.MAX_VALUE / 2, 0);

	RedisClock(StoreConnection connection, InstantSource clock, LongSupplier nanos) {
		this.connection = connection;
		this.clock = clock;
		this.nanos = nanos;
	}

	@Override
	public Instant now() {
		return this.clock.instant().plus(this.last.ahead());
	}

	@Override
	public CompletionStage<Void> measure() {
		return StoreFailures.asking(() -> {
			long asked = this.nanos.getAsLong();
			return this.connection.shared().time().thenAccept((time) -> {
				long answered = this.nanos.getAsLong();
				accept(time, answered - asked, answered);
			});
		});
	}

	private void accept(List<byte[]> time, long roundTrip, long answered) {
		Measurement before = this.last;
		boolean precise = roundTrip <= before.roundTrip() + before.roundTrip() / 2;
		if (precise || answered - before.at() > OLD.toNanos()) {
			Instant there = Instant.ofEpochSecond(number(time.get(0))).plus(number(time.get(1)), ChronoUnit.MICROS);
			Instant here = this.clock.instant().minusNanos(roundTrip / 2);
			this.last = new Measurement(Duration.between(here, there), roundTrip, answered);
		}
	}

	private static long number(byte[] digits) {
		return Long.parseLong(new String(digits, StandardCharsets.UTF_8));
	}

	/**
	 * What one question told.
	 *
	 * @param ahead how far the store's clock is ahead of this machine's
	 * @param roundTrip nanoseconds from question to answer
	 * @param at when the answer came, in nanoseconds
	 */
	private record Measurement(Duration ahead, long roundTrip, long at) {
	}

}
