package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The roll of replicas in Redis. */
final class RedisReplicaStore implements ReplicaStore {

	private static final String[] KEYS = { RegistryKeys.MEMBERS, RegistryKeys.PARTITION_COUNT, RegistryKeys.ROLL_BEGAN,
			RegistryKeys.MEMBER_LEASES };

	private final StoreConnection connection;

	private final LuaScript announceScript = new LuaScript("announce.lua");

	RedisReplicaStore(StoreConnection connection) {
		this.connection = connection;
	}

	@Override
	public CompletionStage<Roll> announce(String id, String description, Duration ttl, int partitions) {
		return StoreFailures.asking(() -> this.announceScript
			.run(this.connection.shared(), KEYS, bytes(id), bytes(description), bytes(Long.toString(ttl.toMillis())),
					bytes(Integer.toString(partitions)))
			.thenApply((answer) -> new Roll(((Long) answer.get(0)).intValue(), Duration.ofMillis((Long) answer.get(1)),
					ids(answer))));
	}

	@Override
	public CompletionStage<Void> withdraw(String id) {
		return StoreFailures.asking(() -> this.connection.shared()
			.del(RegistryKeys.MEMBER_LEASES + id)
			.thenCompose((deleted) -> this.connection.shared().hdel(RegistryKeys.MEMBERS, id))
			.thenAccept((deleted) -> {
			}));
	}

	private static List<String> ids(List<Object> answer) {
		return answer.stream().skip(2).map((id) -> new String((byte[]) id, StandardCharsets.UTF_8)).toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
