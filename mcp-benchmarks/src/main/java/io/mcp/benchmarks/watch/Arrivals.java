package io.mcp.benchmarks.watch;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.mcp.benchmarks.arguments.ArgumentException;
import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where subscribers tell what they see, and the run learns when each of them saw the one
 * change that is under way. Thread-safe; one change at a time.
 */
public final class Arrivals {

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private final int subscribers;

	private final LongSupplier nanos;

	private volatile @Nullable Round round;

	/**
	 * For a group of subscribers.
	 * @param subscribers how many there are; they are numbered from 0
	 * @param nanos a clock for intervals
	 */
	public Arrivals(int subscribers, LongSupplier nanos) {
		this.subscribers = subscribers;
		this.nanos = nanos;
	}

	/**
	 * Causes a change and waits until every subscriber has seen it.
	 * @param expectation what the change makes true
	 * @param call starts the call
	 * @return the call's answer, and when it was seen
	 * @throws ArgumentException if some had not seen it after 30 s
	 * @throws java.util.concurrent.CompletionException if the call failed
	 */
	<T> Seen<T> after(Expectation expectation, Supplier<CompletableFuture<T>> call) {
		Round started = new Round(expectation, this.subscribers, this.nanos);
		this.round = started;
		long start = this.nanos.getAsLong();
		T answer = call.get().join();
		started.await();
		return new Seen<>(answer, started.since(start));
	}

	void saw(int subscriber, ServerSentEvent event) {
		Round current = this.round;
		if (current != null && current.expectation.isMetBy(event)) {
			current.arrived(subscriber);
		}
	}

	/**
	 * Tells what is on a subscriber's list now.
	 * @param subscriber its number
	 * @param list its list
	 */
	void saw(int subscriber, List<InstanceInfo> list) {
		Round current = this.round;
		if (current != null && current.expectation.isMetBy(list)) {
			current.arrived(subscriber);
		}
	}

	/**
	 * A change that has arrived everywhere.
	 *
	 * @param answer what the call was answered with
	 * @param times nanoseconds from the start of the call, one for each subscriber
	 */
	record Seen<T>(T answer, long[] times) {

	}

	private static final class Round {

		private final Expectation expectation;

		private final LongSupplier nanos;

		private final AtomicLongArray seenAt;

		private final CountDownLatch missing;

		private Round(Expectation expectation, int subscribers, LongSupplier nanos) {
			this.expectation = expectation;
			this.nanos = nanos;
			this.seenAt = new AtomicLongArray(subscribers);
			this.missing = new CountDownLatch(subscribers);
		}

		private void arrived(int subscriber) {
			// Only the first time counts; a clock that shows 0 is moved by 1 ns.
			long now = this.nanos.getAsLong();
			if (this.seenAt.compareAndSet(subscriber, 0, (now != 0) ? now : 1)) {
				this.missing.countDown();
			}
		}

		private void await() {
			try {
				if (!this.missing.await(LONGEST.toNanos(), TimeUnit.NANOSECONDS)) {
					throw new ArgumentException(this.missing.getCount() + " of " + this.seenAt.length()
							+ " subscribers had not seen " + this.expectation + " after " + LONGEST.toSeconds() + " s");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new ArgumentException("Interrupted");
			}
		}

		private long[] since(long start) {
			long[] times = new long[this.seenAt.length()];
			Arrays.setAll(times, (subscriber) -> this.seenAt.get(subscriber) - start);
			return times;
		}

	}

}
