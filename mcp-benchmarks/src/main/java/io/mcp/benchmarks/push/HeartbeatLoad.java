package io.mcp.benchmarks.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.mcp.benchmarks.http.RegistryCalls;
import io.mcp.protocol.LeaseRef;
import io.mcp.protocol.RegisterRequest;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats at a steady rate, whatever the answers do: three quarters by themselves, as
 * applications send them, one quarter in batches of 100, as gateways do; to the
 * registries in turn. Thread-safe.
 */
final class HeartbeatLoad implements AutoCloseable {

	static final String MIX = "three quarters of the heartbeats one by one, one quarter in batches of 100";

	private static final String SERVICE = "load-";

	private static final int PER_SERVICE = 100;

	private static final int BATCH = 100;

	/** One in this many leases is renewed in batches. */
	private static final int BATCHED = 4;

	static final int FEWEST_LEASES = BATCHED * BATCH;

	private static final int TTL_SECONDS = 120;

	private static final int REGISTERED_AT_A_TIME = 200;

	private static final Duration TICK = Duration.ofMillis(2);

	private final LongAdder renewed = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final List<RegistryCalls> registries;

	private final EventLoop loop;

	private final LongSupplier nanos;

	private final double singlesPerNano;

	private final double batchesPerNano;

	private List<LeaseRef> single = List.of();

	private List<List<LeaseRef>> batches = List.of();

	private long startedAt;

	private long singlesSent;

	private long batchesSent;

	private @Nullable Future<?> ticking;

	/**
	 * Sends nothing yet.
	 * @param perSecond heartbeats each second, over all registries
	 */
	HeartbeatLoad(List<RegistryCalls> registries, int perSecond, EventLoop loop, LongSupplier nanos) {
		this.registries = registries;
		this.loop = loop;
		this.nanos = nanos;
		double perNano = perSecond / 1e9;
		this.batchesPerNano = perNano / BATCHED / BATCH;
		this.singlesPerNano = perNano - perNano / BATCHED;
	}

	/** Registers the instances whose leases are renewed, a hundred to a service. */
	void register(int leases) {
		List<LeaseRef> registered = new ArrayList<>(leases);
		for (int from = 0; from < leases; from += REGISTERED_AT_A_TIME) {
			IntStream.range(from, Math.min(leases, from + REGISTERED_AT_A_TIME))
				.mapToObj(this::registerOne)
				.toList()
				.forEach((lease) -> registered.add(lease.join()));
		}
		int inBatches = leases / BATCHED / BATCH * BATCH;
		this.single = List.copyOf(registered.subList(inBatches, leases));
		this.batches = IntStream.range(0, inBatches / BATCH)
			.mapToObj((i) -> List.copyOf(registered.subList(i * BATCH, (i + 1) * BATCH)))
			.toList();
	}

	/** Begins to send; what was counted before is forgotten. */
	void start() {
		this.startedAt = this.nanos.getAsLong();
		this.ticking = this.loop.scheduleAtFixedRate(this::send, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** What has come of it up to now. */
	Tally tally() {
		return new Tally(this.nanos.getAsLong(), this.renewed.sum(), this.refused.sum());
	}

	@Override
	public void close() {
		if (this.ticking != null) {
			this.ticking.cancel(false);
		}
	}

	private CompletableFuture<LeaseRef> registerOne(int number) {
		String service = SERVICE + number / PER_SERVICE;
		String host = "10." + (number >> 16 & 0xff) + '.' + (number >> 8 & 0xff) + '.' + (number & 0xff);
		return registry(number).register(RegisterRequest.of(service, host, 8080).ttl(TTL_SECONDS).build())
			.thenApply((response) -> new LeaseRef(response.serviceName(), response.instanceId(), response.leaseId()));
	}

	/** What is due by now, on the event loop. */
	private void send() {
		long sinceStart = this.nanos.getAsLong() - this.startedAt;
		while (this.singlesSent < sinceStart * this.singlesPerNano) {
			LeaseRef lease = this.single.get((int) (this.singlesSent % this.single.size()));
			count(1, registry(this.singlesSent).renew(lease));
			this.singlesSent++;
		}
		while (this.batchesSent < sinceStart * this.batchesPerNano) {
			List<LeaseRef> batch = this.batches.get((int) (this.batchesSent % this.batches.size()));
			count(batch.size(), registry(this.batchesSent).renew(batch));
			this.batchesSent++;
		}
	}

	private void count(int sent, CompletableFuture<Integer> answer) {
		answer.whenComplete((count, failure) -> {
			int extended = (failure == null) ? count : 0;
			this.renewed.add(extended);
			this.refused.add(sent - extended);
		});
	}

	private RegistryCalls registry(long number) {
		return this.registries.get((int) (number % this.registries.size()));
	}

	/**
	 * Heartbeats counted up to a moment.
	 *
	 * @param atNanos the moment
	 * @param renewed answered with success
	 * @param refused all others that were answered, and those that failed
	 */
	record Tally(long atNanos, long renewed, long refused) {

		/** What came between an earlier moment and this one. */
		String since(Tally earlier) {
			double seconds = (this.atNanos - earlier.atNanos) / 1e9;
			return String.format(Locale.ROOT, "%,.0f/s renewed, %d refused", (this.renewed - earlier.renewed) / seconds,
					this.refused - earlier.refused);
		}

	}

}
