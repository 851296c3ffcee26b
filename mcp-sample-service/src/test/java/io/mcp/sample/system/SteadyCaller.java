package io.mcp.sample.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.mcp.registry.testing.JarProcess;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Lets a consumer call the providers so often a second, whether or not the last call was
 * answered, until it is told to end. Thread-safe.
 */
final class SteadyCaller implements AutoCloseable {

	private static final int ERRORS_KEPT = 5;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "mcp-test-caller"));

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong ended = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong worstNanos = new AtomicLong();

	private final Queue<String> errors = new ConcurrentLinkedQueue<>();

	private final long begin = System.nanoTime();

	private final HttpRequest call;

	private SteadyCaller(URI uri) {
		this.call = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
	}

	/** Begins at once. */
	static SteadyCaller through(JarProcess consumer, int perSecond) {
		return through(consumer, World.SERVICE, perSecond);
	}

	/** Calls another service than the usual one. */
	static SteadyCaller through(JarProcess consumer, String service, int perSecond) {
		SteadyCaller caller = new SteadyCaller(URI.create("http://127.0.0.1:" + consumer.port() + "/call/" + service));
		caller.clock.scheduleAtFixedRate(caller::callOnce, 0, TimeUnit.SECONDS.toNanos(1) / perSecond,
				TimeUnit.NANOSECONDS);
		return caller;
	}

	private void callOnce() {
		this.sent.incrementAndGet();
		long start = System.nanoTime();
		this.http.sendAsync(this.call, HttpResponse.BodyHandlers.ofString())
			.whenComplete((answer, failure) -> end(start, answer, failure));
	}

	private void end(long start, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
		long now = System.nanoTime();
		this.worstNanos.accumulateAndGet(now - start, Math::max);
		boolean answered = answer != null && answer.statusCode() == 200 && answer.body().contains("\"failed\":0");
		if (!answered && this.failed.getAndIncrement() < ERRORS_KEPT) {
			this.errors.add("after %d ms: %s".formatted(TimeUnit.NANOSECONDS.toMillis(now - this.begin),
					(answer != null) ? answer.body() : failure));
		}
		this.ended.incrementAndGet();
	}

	/** Stops calling and waits for the answers that are due. */
	Totals end() {
		this.clock.shutdownNow();
		await().atMost(Duration.ofSeconds(90)).until(() -> this.ended.get() == this.sent.get());
		return new Totals(this.sent.get(), this.failed.get(), Duration.ofNanos(this.worstNanos.get()),
				List.copyOf(this.errors));
	}

	/** Stops calling and waits for the answers that are due; throws if a call failed. */
	Totals endWithoutFailure() {
		Totals totals = end();
		assertThat(totals.failed()).as(totals.toString()).isZero();
		return totals;
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

	/**
	 * How it went.
	 *
	 * @param calls how many calls were made
	 * @param failed how many of them failed
	 * @param worst how long the slowest took, the way to the consumer included
	 * @param errors the first failures, with their times since the beginning
	 */
	record Totals(long calls, long failed, Duration worst, List<String> errors) {

		@Override
		public String toString() {
			return "%d calls, %d failed, slowest %d ms %s".formatted(this.calls, this.failed, this.worst.toMillis(),
					this.errors.isEmpty() ? "" : this.errors);
		}

	}

}
