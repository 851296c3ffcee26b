package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.lettuce.core.codec.CRC16;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.ServiceKey;

/**
 * The key space, as Redis commands. A service lives in partition
 * {@code CRC16(namespace/service) mod P} (the CRC of Redis Cluster), and the partition in
 * braces is the hash tag: all that changes together lies in one slot and is changed by
 * one script, on Cluster too.
 *
 * <pre>
 * HGET    mcp:{p07}:svc:default/user-service user-service:10.0.0.7:8080   the record, JSON
 * PTTL    mcp:{p07}:lease:default/user-service/user-service:10.0.0.7:8080 ms until it is off the list
 * GET     mcp:{p07}:override:default/user-service/user-service:10.0.0.7:8080 an operator's word, JSON
 * HGETALL mcp:{p07}:services      every service that has instances, with its last revision
 * GET     mcp:{p07}:rev           the partition's revision
 * XRANGE  mcp:{p07}:changes - +   every kept change; the entry's id is its revision
 * GET     mcp:{p07}:epoch         which life of the data this is: another value means that it was lost
 * HGETALL mcp:{p07}:acks:57       who has acknowledged change 57, for 90 s
 * HGETALL mcp:{replicas}:members  the registry's own processes
 * </pre>
 *
 * The lease is a key of its own because its expiry is what decides; a field of the hash
 * could not expire by itself on Redis 6.2.
 */
final class RegistryKeys {

	static final int MAX_PARTITIONS = 1024;

	static final String MEMBERS = "mcp:{replicas}:members";

	static final String PARTITION_COUNT = "mcp:{replicas}:partitions";

	static final String ROLL_BEGAN = "mcp:{replicas}:began";

	static final String MEMBER_LEASES = "mcp:{replicas}:lease:";

	private final String[] prefixes;

	RegistryKeys(int partitions) {
		this.prefixes = new String[partitions];
		for (int i = 0; i < partitions; i++) {
			this.prefixes[i] = String.format(Locale.ROOT, "mcp:{p%02d}:", i);
		}
	}

	int partitions() {
		return this.prefixes.length;
	}

	int partitionOf(ServiceKey service) {
		return CRC16.crc16(service.path().getBytes(StandardCharsets.UTF_8)) % this.prefixes.length;
	}

	String services(int partition) {
		return this.prefixes[partition] + "services";
	}

	String service(int partition, ServiceKey service) {
		return this.prefixes[partition] + "svc:" + service.path();
	}

	String lease(int partition, InstanceKey instance) {
		return this.prefixes[partition] + "lease:" + instance;
	}

	String override(int partition, InstanceKey instance) {
		return this.prefixes[partition] + "override:" + instance;
	}

	String revision(int partition) {
		return this.prefixes[partition] + "rev";
	}

	String changes(int partition) {
		return this.prefixes[partition] + "changes";
	}

	String acknowledgements(int partition, long revision) {
		return this.prefixes[partition] + "acks:" + revision;
	}

	String epoch(int partition) {
		return this.prefixes[partition] + "epoch";
	}

	/** The partition whose key this is. */
	int partitionOfKey(String key) {
		return Integer.parseInt(key, key.indexOf('{') + 2, key.indexOf('}'), 10);
	}

}
