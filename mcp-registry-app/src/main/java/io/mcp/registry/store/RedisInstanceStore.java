package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.instance.StatusOverride;

/**
 * Instances in Redis. Each partition has a queue for changes and one for renewals, and
 * each queue one script under way: see {@link GroupCommit}.
 */
final class RedisInstanceStore implements InstanceStore {

	private static final int MAX_MUTATIONS = 128;

	private static final int MAX_RENEWALS = 512;

	private static final byte[] NOTHING = {};

	private final StoreConnection connection;

	private final RegistryKeys keys;

	private final InstanceJson json;

	private final byte[] historyLength;

	private final LuaScript commitScript = new LuaScript("commit.lua");

	private final LuaScript renewScript = new LuaScript("renew.lua");

	private final LuaScript remainingScript = new LuaScript("remaining.lua");

	private final WriteHealth health = new WriteHealth();

	private final List<GroupCommit<Mutation, Commit>> mutations;

	private final List<GroupCommit<LeaseClaim, Renewal>> renewals;

	RedisInstanceStore(StoreConnection connection, RegistryKeys keys, InstanceJson json, StoreProperties properties) {
		this.connection = connection;
		this.keys = keys;
		this.json = json;
		this.historyLength = bytes(Integer.toString(properties.historyLength()));
		this.mutations = IntStream.range(0, keys.partitions())
			.mapToObj((partition) -> new GroupCommit<Mutation, Commit>((group) -> this.health
				.watching("changes of partition " + partition, () -> commit(partition, group)), MAX_MUTATIONS,
					properties.queueLimit()))
			.toList();
		this.renewals = IntStream.range(0, keys.partitions())
			.mapToObj((partition) -> new GroupCommit<LeaseClaim, Renewal>((group) -> this.health
				.watching("renewals of partition " + partition, () -> renew(partition, group)), MAX_RENEWALS,
					properties.queueLimit()))
			.toList();
	}

	@Override
	public int partitions() {
		return this.keys.partitions();
	}

	@Override
	public int partitionOf(ServiceKey service) {
		return this.keys.partitionOf(service);
	}

	@Override
	public CompletionStage<Commit> commit(Mutation mutation) {
		return this.mutations.get(partitionOf(mutation.key().service())).submit(mutation);
	}

	@Override
	public CompletionStage<Renewal> renew(LeaseClaim claim) {
		return this.renewals.get(partitionOf(claim.instance().service())).submit(claim);
	}

	@Override
	public CompletionStage<Optional<Instance>> find(InstanceKey instance) {
		String hash = this.keys.service(partitionOf(instance.service()), instance.service());
		return StoreFailures.asking(() -> this.connection.shared()
			.hget(hash, instance.id())
			.thenApply((record) -> Optional.ofNullable(record).flatMap((json) -> this.json.read(json, hash))));
	}

	@Override
	public CompletionStage<List<OptionalLong>> remaining(int partition, List<InstanceKey> instances) {
		String[] leases = instances.stream()
			.map((instance) -> this.keys.lease(partition, instance))
			.toArray(String[]::new);
		return StoreFailures.asking(() -> this.remainingScript.run(this.connection.shared(), leases)
			.thenApply((answers) -> answers.stream().map((it) -> remaining((Long) it)).toList()));
	}

	private CompletionStage<List<Commit>> commit(int partition, List<Mutation> group) {
		List<String> names = new ArrayList<>(3 + 3 * group.size());
		names.add(this.keys.services(partition));
		names.add(this.keys.revision(partition));
		names.add(this.keys.changes(partition));
		List<byte[]> args = new ArrayList<>(1 + 8 * group.size());
		args.add(this.historyLength);
		for (Mutation mutation : group) {
			InstanceKey key = mutation.key();
			names.add(this.keys.service(partition, key.service()));
			names.add(this.keys.lease(partition, key));
			names.add(this.keys.override(partition, key));
			addArguments(args, mutation);
		}
		return this.commitScript
			.run(this.connection.shared(), names.toArray(String[]::new), args.toArray(byte[][]::new))
			.thenApply((answers) -> answers.stream().map(RedisInstanceStore::commit).toList());
	}

	private void addArguments(List<byte[]> args, Mutation mutation) {
		if (mutation instanceof Mutation.Register register) {
			add(args, "register", mutation, register.instance().leaseId(), register.instance(), register.instance());
		}
		else if (mutation instanceof Mutation.Replace replace) {
			add(args, "replace", mutation, "", replace.expected(), replace.next());
		}
		else if (mutation instanceof Mutation.Drain drain) {
			add(args, "drain", mutation, "", drain.expected(), drain.next());
		}
		else if (mutation instanceof Mutation.Expire expire) {
			add(args, "expire", mutation, "", expire.expected(), expire.failed());
		}
		else if (mutation instanceof Mutation.Remove remove) {
			add(args, "remove", mutation, "", remove.expected(), remove.expected());
		}
		else if (mutation instanceof Mutation.Restore restore) {
			addRestore(args, restore.instance());
		}
		else if (mutation instanceof Mutation.SetOverride change) {
			StatusOverride override = change.override();
			Duration expiresIn = (change.expiresIn() != null) ? change.expiresIn() : Duration.ZERO;
			add(args, (override != null) ? "override" : "unoverride", mutation, "", expiresIn,
					(override != null) ? this.json.override(override) : NOTHING);
		}
		else if (mutation instanceof Mutation.EndOverride) {
			add(args, "end-override", mutation, "", Duration.ZERO, NOTHING);
		}
		else if (mutation instanceof Mutation.Deregister deregister) {
			add(args, "deregister", mutation, deregister.leaseId(), Duration.ZERO, NOTHING);
		}
	}

	/** What has no record of its own to store. */
	private static void add(List<byte[]> args, String kind, Mutation mutation, String leaseId, Duration time,
			byte[] override) {
		addNames(args, kind, mutation, leaseId);
		args.add(bytes(Long.toString(time.toMillis())));
		args.add(NOTHING);
		args.add(override);
		args.add(NOTHING);
	}

	private void addRestore(List<byte[]> args, Instance lost) {
		StatusOverride override = lost.override();
		addNames(args, "restore", new Mutation.Restore(lost), lost.leaseId());
		args.add(bytes(Long.toString(lost.leaseTtl().toMillis())));
		args.add(bytes((override != null && override.expiresAtMs() != null) ? override.expiresAtMs().toString() : "0"));
		args.add((override != null) ? this.json.override(override) : NOTHING);
		args.add(this.json.withoutRevision(lost));
	}

	private void add(List<byte[]> args, String kind, Mutation mutation, String leaseId, Instance expected,
			Instance next) {
		addNames(args, kind, mutation, leaseId);
		args.add(bytes(Long.toString(next.leaseTtl().toMillis())));
		args.add(bytes(Long.toString(expected.revision())));
		args.add(bytes(next.host() + ':' + next.port()));
		args.add(this.json.withoutRevision(next));
	}

	private static void addNames(List<byte[]> args, String kind, Mutation mutation, String leaseId) {
		args.add(bytes(kind));
		args.add(bytes(mutation.key().service().path()));
		args.add(bytes(mutation.key().id()));
		args.add(bytes(leaseId));
	}

	private CompletionStage<List<Renewal>> renew(int partition, List<LeaseClaim> group) {
		String[] leases = new String[group.size()];
		byte[][] leaseIds = new byte[group.size()][];
		for (int i = 0; i < leases.length; i++) {
			LeaseClaim claim = group.get(i);
			leases[i] = this.keys.lease(partition, claim.instance());
			leaseIds[i] = (claim.leaseId() != null) ? bytes(claim.leaseId()) : NOTHING;
		}
		return this.renewScript.run(this.connection.shared(), leases, leaseIds)
			.thenApply((answers) -> answers.stream().map((answer) -> renewal((Long) answer)).toList());
	}

	private static Commit commit(Object answer) {
		List<?> parts = (List<?>) answer;
		int code = ((Long) parts.get(0)).intValue();
		String text = new String((byte[]) parts.get(1), StandardCharsets.UTF_8);
		return switch (code) {
			case 1 -> new Commit.Applied(Long.parseLong(text), true);
			case 0 -> new Commit.Applied(Long.parseLong(text), false);
			case -1 -> new Commit.Held(text);
			case -2 -> new Commit.Missing();
			default -> new Commit.Outdated();
		};
	}

	private static Renewal renewal(long code) {
		if (code == 1) {
			return Renewal.EXTENDED;
		}
		return (code == 0) ? Renewal.FORGOTTEN : Renewal.TAKEN_OVER;
	}

	/** A lease without an expiry, made by hand, counts as one that never ends. */
	private static OptionalLong remaining(long millis) {
		return (millis == -2) ? OptionalLong.empty() : OptionalLong.of((millis < 0) ? Long.MAX_VALUE : millis);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
