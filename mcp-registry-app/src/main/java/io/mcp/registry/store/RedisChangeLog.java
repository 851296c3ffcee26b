package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.mcp.protocol.Change;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.ServiceKey;

/** The change streams in Redis; the id of an entry is its revision. */
final class RedisChangeLog implements ChangeLog {

	private static final int MAX_READ = 1000;

	private final StoreConnection connection;

	private final RegistryKeys keys;

	private final InstanceJson json;

	private final Supplier<String> newEpoch;

	private final LuaScript openScript = new LuaScript("open.lua");

	RedisChangeLog(StoreConnection connection, RegistryKeys keys, InstanceJson json, Supplier<String> newEpoch) {
		this.connection = connection;
		this.keys = keys;
		this.json = json;
		this.newEpoch = newEpoch;
	}

	@Override
	public int partitions() {
		return this.keys.partitions();
	}

	@Override
	public List<List<Integer>> readGroups() {
		return this.connection.readGroups();
	}

	@Override
	public CompletionStage<PartitionImage> load(int partition, long seen) {
		return StoreFailures.asking(() -> {
			RedisClusterAsyncCommands<String, byte[]> redis = this.connection.shared();
			return open(redis, partition, seen).thenCompose((mark) -> redis.hgetall(this.keys.services(partition))
				.thenCompose((services) -> load(redis, partition, mark, services)));
		});
	}

	private CompletionStage<PartitionMark> open(RedisClusterAsyncCommands<String, byte[]> redis, int partition,
			long seen) {
		String[] keys = { this.keys.epoch(partition), this.keys.revision(partition), this.keys.services(partition) };
		return this.openScript
			.run(redis, keys, this.newEpoch.get().getBytes(StandardCharsets.UTF_8),
					Long.toString(seen).getBytes(StandardCharsets.UTF_8))
			.thenApply((answer) -> new PartitionMark(new String((byte[]) answer.get(0), StandardCharsets.UTF_8),
					number((byte[]) answer.get(1))));
	}

	private CompletionStage<PartitionImage> load(RedisClusterAsyncCommands<String, byte[]> redis, int partition,
			PartitionMark mark, Map<String, byte[]> services) {
		Map<ServiceKey, Long> revisions = new HashMap<>();
		Map<ServiceKey, List<Instance>> instances = new ConcurrentHashMap<>();
		CompletableFuture<?>[] parts = services.entrySet().stream().map((entry) -> {
			ServiceKey service = ServiceKey.ofPath(entry.getKey());
			revisions.put(service, number(entry.getValue()));
			String hash = this.keys.service(partition, service);
			return redis.hvals(hash)
				.thenAccept((records) -> instances.put(service,
						records.stream().flatMap((record) -> this.json.read(record, hash).stream()).toList()))
				.toCompletableFuture();
		}).toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(parts)
			.thenApply((done) -> new PartitionImage(mark.epoch(), mark.revision(), revisions, instances));
	}

	@Override
	public CompletionStage<PartitionMark> mark(int partition) {
		return StoreFailures.asking(() -> this.connection.shared()
			.mget(this.keys.epoch(partition), this.keys.revision(partition))
			.thenApply((values) -> new PartitionMark(new String(valueOr(values.get(0), ""), StandardCharsets.UTF_8),
					number(valueOr(values.get(1), "0")))));
	}

	@Override
	public CompletionStage<List<StoredChange>> read(List<Integer> group, Map<Integer, Long> after, Duration wait) {
		@SuppressWarnings({ "unchecked", "rawtypes" })
		XReadArgs.StreamOffset<String>[] offsets = group.stream()
			.map((partition) -> XReadArgs.StreamOffset.from(this.keys.changes(partition),
					entryId(after.getOrDefault(partition, 0L))))
			.toArray(XReadArgs.StreamOffset[]::new);
		return StoreFailures.asking(() -> this.connection.forReading(group)
			.xread(XReadArgs.Builder.block(wait).count(MAX_READ), offsets)
			.thenApply((entries) -> entries.stream().map(this::readable).toList()));
	}

	@Override
	public CompletionStage<List<StoredChange>> history(int partition, long after, int limit) {
		Range<String> range = Range.from(Range.Boundary.excluding(entryId(after)), Range.Boundary.unbounded());
		return StoreFailures.asking(() -> this.connection.shared()
			.xrange(this.keys.changes(partition), range, Limit.from(limit))
			.thenApply((entries) -> entries.stream().flatMap((entry) -> change(entry).stream()).toList()));
	}

	/** A reader that cannot read an entry must load the records: it fails, and does. */
	private StoredChange readable(StreamMessage<String, byte[]> entry) {
		return change(entry).orElseThrow(() -> new IllegalStateException(
				"The change " + entry.getId() + " of " + entry.getStream() + " is not readable"));
	}

	private Optional<StoredChange> change(StreamMessage<String, byte[]> entry) {
		Map<String, byte[]> body = entry.getBody();
		Change.Type type = switch (text(body, "type")) {
			case "registered" -> Change.Type.REGISTERED;
			case "deregistered" -> Change.Type.DEREGISTERED;
			case "expired" -> Change.Type.EXPIRED;
			case "removed" -> Change.Type.REMOVED;
			default -> Change.Type.UPDATED;
		};
		return this.json.read(field(body, "record"), entry.getStream())
			.map((instance) -> new StoredChange(this.keys.partitionOfKey(entry.getStream()), type,
					Long.parseLong(text(body, "previous")), Instant.ofEpochMilli(Long.parseLong(text(body, "at"))),
					instance, isAcknowledged(body)));
	}

	private static boolean isAcknowledged(Map<String, byte[]> body) {
		byte[] flag = body.get("acknowledge");
		return flag != null && flag.length == 1 && flag[0] == '1';
	}

	private static String text(Map<String, byte[]> body, String field) {
		return new String(field(body, field), StandardCharsets.UTF_8);
	}

	private static byte[] field(Map<String, byte[]> body, String field) {
		byte[] value = body.get(field);
		if (value == null) {
			throw new IllegalStateException("A change without '" + field + "': " + body.keySet());
		}
		return value;
	}

	private static byte[] valueOr(KeyValue<String, byte[]> value, String otherwise) {
		return value.getValueOrElse(otherwise.getBytes(StandardCharsets.UTF_8));
	}

	private static long number(byte[] digits) {
		return Long.parseLong(new String(digits, StandardCharsets.UTF_8));
	}

	private static String entryId(long revision) {
		return revision + "-0";
	}

}
