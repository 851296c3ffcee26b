package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections to Redis, made with the client that Spring Data configured: one that
 * all commands share, and one for each blocking read. On Cluster the partitions lie on
 * several nodes and a blocking read can name one slot only, hence a read for each
 * partition; otherwise one read follows them all.
 *
 * <p>
 * Thread-safe. {@link #open} blocks until Redis is reached and is called once; afterwards
 * Lettuce reconnects by itself.
 */
final class StoreConnection {

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private final LettuceConnectionFactory factory;

	private final int partitions;

	private final List<StatefulConnection<String, byte[]>> opened = new ArrayList<>();

	private volatile @Nullable Commands commands;

	StoreConnection(LettuceConnectionFactory factory, int partitions) {
		this.factory = factory;
		this.partitions = partitions;
	}

	/**
	 * Connects.
	 * @throws io.lettuce.core.RedisException where Redis cannot be reached
	 * @throws OtherPartitionsException where the data is divided into another number of
	 * partitions
	 */
	synchronized void open() {
		if (this.commands != null) {
			return;
		}
		try {
			AbstractRedisClient client = this.factory.getRequiredNativeClient();
			IntStream partitions = IntStream.range(0, this.partitions);
			List<List<Integer>> groups = (client instanceof RedisClusterClient) ? partitions.mapToObj(List::of).toList()
					: List.of(partitions.boxed().toList());
			RedisClusterAsyncCommands<String, byte[]> shared = connect(client);
			agreeOnPartitions(shared);
			this.commands = new Commands(shared, groups, groups.stream().map((group) -> connect(client)).toList());
		}
		finally {
			if (this.commands == null) {
				close();
			}
		}
	}

	/** Ends every connection. */
	synchronized void close() {
		this.commands = null;
		this.opened.forEach(StatefulConnection::close);
		this.opened.clear();
	}

	boolean isOpen() {
		return this.commands != null;
	}

	/** The shared connection. */
	RedisClusterAsyncCommands<String, byte[]> shared() {
		return commands().shared();
	}

	/** Which partitions are read together: one group, or on Cluster each by itself. */
	List<List<Integer>> readGroups() {
		return commands().readGroups();
	}

	/** The connection on which a group's blocking reads wait. */
	RedisClusterAsyncCommands<String, byte[]> forReading(List<Integer> group) {
		Commands commands = commands();
		return commands.readers().get(commands.readGroups().indexOf(group));
	}

	private Commands commands() {
		Commands present = this.commands;
		if (present == null) {
			throw StoreFailures.notConnected();
		}
		return present;
	}

	/**
	 * Who comes first decides; whoever counted otherwise would write where nobody looks.
	 */
	private void agreeOnPartitions(RedisClusterAsyncCommands<String, byte[]> redis) {
		byte[] own = Integer.toString(this.partitions).getBytes(StandardCharsets.UTF_8);
		try {
			byte[] chosen = redis.setnx(RegistryKeys.PARTITION_COUNT, own)
				.thenCompose((set) -> redis.get(RegistryKeys.PARTITION_COUNT))
				.toCompletableFuture()
				.join();
			if (chosen != null && !Arrays.equals(chosen, own)) {
				throw new OtherPartitionsException(this.partitions, new String(chosen, StandardCharsets.UTF_8));
			}
		}
		catch (CompletionException ex) {
			throw StoreFailures.translate(StoreFailures.cause(ex));
		}
	}

	private RedisClusterAsyncCommands<String, byte[]> connect(AbstractRedisClient client) {
		if (client instanceof RedisClusterClient cluster) {
			return opened(cluster.connect(CODEC)).async();
		}
		return opened(((RedisClient) client).connect(CODEC)).async();
	}

	private <C extends StatefulConnection<String, byte[]>> C opened(C connection) {
		this.opened.add(connection);
		return connection;
	}

	private record Commands(RedisClusterAsyncCommands<String, byte[]> shared, List<List<Integer>> readGroups,
			List<RedisClusterAsyncCommands<String, byte[]>> readers) {
	}

}
