package io.mcp.benchmarks.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.mcp.benchmarks.arguments.ArgumentException;

/**
 * The limit for a push: what the store alone would need. One {@code XADD}, and as many
 * connections as there are subscribers, each blocked in {@code XREAD}. There is no
 * registry between them, and nobody keeps a list. Not thread-safe.
 */
public final class RedisFanOut implements AutoCloseable {

	private static final String STREAM = "mcp-benchmark:limit";

	private static final String FIRST = "0-0";

	/** As long as the JSON of a change. */
	private static final Map<String, String> ENTRY = Map.of("change", "x".repeat(450));

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private final ClientResources resources;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> writer;

	private final List<StatefulRedisConnection<String, String>> readers;

	private final LongSupplier nanos;

	private volatile Round round;

	private RedisFanOut(ClientResources resources, RedisClient client, int readers, LongSupplier nanos) {
		this.resources = resources;
		this.client = client;
		this.nanos = nanos;
		this.round = new Round(readers);
		this.writer = client.connect();
		this.readers = Stream.generate(client::connect).limit(readers).toList();
	}

	/**
	 * Connects, and blocks each reader.
	 * @param port of the Redis on this machine
	 * @param readers how many connections
	 * @param nanos a clock for intervals
	 */
	public static RedisFanOut connect(int port, int readers, LongSupplier nanos) {
		ClientResources resources = DefaultClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.build();
		RedisClient client = RedisClient.create(resources, RedisURI.create("127.0.0.1", port));
		// A reader waits for as long as nothing happens.
		client.setOptions(ClientOptions.builder()
			.timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
			.build());
		RedisFanOut fanOut = new RedisFanOut(resources, client, readers, nanos);
		for (int i = 0; i < readers; i++) {
			fanOut.block(i, FIRST);
		}
		return fanOut;
	}

	/**
	 * Adds one entry and waits until every reader has it.
	 * @return nanoseconds from the start of the call, one for each reader
	 */
	public long[] measure() {
		Round started = new Round(this.readers.size());
		this.round = started;
		long start = this.nanos.getAsLong();
		this.writer.async().xadd(STREAM, ENTRY);
		try {
			if (!started.missing.await(LONGEST.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new ArgumentException(started.missing.getCount() + " readers of Redis had no entry after "
						+ LONGEST.toSeconds() + " s");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ArgumentException("Interrupted");
		}
		long[] times = new long[this.readers.size()];
		Arrays.setAll(times, (reader) -> started.seenAt.get(reader) - start);
		return times;
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		this.resources.shutdown(0, 2, TimeUnit.SECONDS);
	}

	// Lettuce takes the streams as an array of a generic type.
	@SuppressWarnings("unchecked")
	private void block(int reader, String after) {
		this.readers.get(reader)
			.async()
			.xread(XReadArgs.Builder.block(0), StreamOffset.from(STREAM, after))
			.thenAccept((messages) -> arrived(reader, messages));
	}

	private void arrived(int reader, List<StreamMessage<String, String>> messages) {
		Round current = this.round;
		current.seenAt.set(reader, this.nanos.getAsLong());
		// Blocked again before the next entry can come.
		block(reader, messages.get(messages.size() - 1).getId());
		current.missing.countDown();
	}

	private static final class Round {

		private final AtomicLongArray seenAt;

		private final CountDownLatch missing;

		private Round(int readers) {
			this.seenAt = new AtomicLongArray(readers);
			this.missing = new CountDownLatch(readers);
		}

	}

}
