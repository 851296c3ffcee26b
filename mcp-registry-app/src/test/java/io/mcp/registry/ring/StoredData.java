package io.mcp.registry.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.mcp.registry.testing.RedisAddress;
import io.mcp.registry.testing.RedisForTests;

/** What truly stands in the Redis of the tests, read with another client. */
final class StoredData implements AutoCloseable {

	private final RedisAddress address;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	StoredData(RedisAddress address) {
		this.address = address;
		this.client = RedisClient.create(address.uri());
		this.connection = this.client.connect();
	}

	/** The Redis that tests share, emptied. */
	static StoredData emptied() {
		StoredData data = new StoredData(RedisForTests.shared());
		data.redis().flushall();
		return data;
	}

	RedisCommands<String, String> redis() {
		return this.connection.sync();
	}

	/** Properties that point a registry here. */
	String[] properties(String... more) {
		return Stream.concat(Arrays.stream(this.address.properties()), Arrays.stream(more)).toArray(String[]::new);
	}

	List<String> keys(String pattern) {
		return redis().keys(pattern);
	}

	/** {@code namespace/service/id} of every record. */
	Set<String> records() {
		Set<String> records = new TreeSet<>();
		for (String key : keys("mcp:{p*}:svc:*")) {
			String service = key.substring(key.indexOf("svc:") + 4);
			redis().hkeys(key).forEach((id) -> records.add(service + '/' + id));
		}
		return records;
	}

	/** {@code namespace/service/id} of every lease that runs. */
	Set<String> leases() {
		Set<String> leases = new HashSet<>();
		for (String key : keys("mcp:{p*}:lease:*")) {
			if (redis().pttl(key) > 0) {
				leases.add(key.substring(key.indexOf("lease:") + 6));
			}
		}
		return leases;
	}

	/** One entry for each end of a lease that was written: instance and lease. */
	List<String> ends() {
		List<String> ends = new ArrayList<>();
		for (String stream : keys("mcp:{p*}:changes")) {
			redis().xrange(stream, Range.unbounded()).forEach((entry) -> {
				if ("expired".equals(entry.getBody().get("type"))) {
					String record = entry.getBody().get("record");
					String lease = record.substring(record.indexOf("lease_id"), record.indexOf("\",\"host"));
					ends.add(entry.getBody().get("service") + '/' + entry.getBody().get("instance") + ' ' + lease);
				}
			});
		}
		return ends;
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
