package io.mcp.registry.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.mcp.protocol.Change;
import io.mcp.protocol.Changes;
import io.mcp.protocol.DrainReport;
import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.OverrideRequest;
import io.mcp.protocol.Problem;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.instance.InvalidRequestException;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.RegistrationRules;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.instance.StatusOverride;
import io.mcp.registry.lifecycle.Amendment;
import io.mcp.registry.lifecycle.Departure;
import io.mcp.registry.lifecycle.DrainOutcome;
import io.mcp.registry.lifecycle.RegisterOutcome;
import io.mcp.registry.lifecycle.Registry;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.view.ServicePage;
import io.mcp.registry.view.ServiceSnapshot;
import io.mcp.registry.view.SnapshotFixtures;
import org.jspecify.annotations.Nullable;

/**
 * Registry and view in one map, in which leases never end: what the HTTP API needs to be
 * shown at work. Can be told to fail.
 */
final class InMemoryRegistry implements Registry, RegistryView {

	private final Map<ServiceKey, Map<String, Instance>> services = new TreeMap<>();

	private final List<Change> changes = new ArrayList<>();

	private long revision;

	private volatile @Nullable RuntimeException failure;

	private volatile boolean loaded = true;

	private volatile Duration staleness = Duration.ZERO;

	synchronized void reset() {
		this.services.clear();
		this.changes.clear();
		this.revision = 0;
		this.failure = null;
		this.loaded = true;
		this.staleness = Duration.ZERO;
	}

	void failWith(@Nullable RuntimeException failure) {
		this.failure = failure;
	}

	void unload() {
		this.loaded = false;
	}

	void stale(Duration staleness) {
		this.staleness = staleness;
	}

	synchronized void replace(Instance instance) {
		this.services.computeIfAbsent(instance.key().service(), (key) -> new TreeMap<>())
			.put(instance.instanceId(), instance);
	}

	@Override
	public CompletionStage<RegisterOutcome> register(Registration registration) {
		return answer(() -> {
			Instance before = find(registration.key()).orElse(null);
			if (before != null && !(before.host() + before.port()).equals(registration.host() + registration.port())) {
				return new RegisterOutcome.Conflict(before.host() + ':' + before.port());
			}
			long previous = this.revision++;
			String lease = "lease-" + this.revision;
			Instance granted = registration.grant(lease, Instant.EPOCH).atRevision(this.revision);
			replace(granted);
			this.changes.add(new Change(Change.Type.REGISTERED, granted.namespace(), granted.serviceName(), previous,
					this.revision, Instant.EPOCH, granted.info(), false));
			return new RegisterOutcome.Registered(granted, before == null);
		});
	}

	@Override
	public CompletionStage<Renewal> renew(InstanceKey instance, Heartbeat heartbeat) {
		return answer(() -> {
			Renewal renewal = renewal(instance, heartbeat.leaseId());
			if (renewal == Renewal.EXTENDED && heartbeat.status() != null) {
				replace(InstancePatch.declaring(heartbeat.status()).applyTo(find(instance).orElseThrow()));
			}
			return renewal;
		});
	}

	@Override
	public CompletionStage<List<Renewal>> renewAll(List<LeaseClaim> claims) {
		return answer(() -> claims.stream().map((claim) -> renewal(claim.instance(), claim.leaseId())).toList());
	}

	@Override
	public CompletionStage<Departure> deregister(InstanceKey instance, @Nullable String leaseId) {
		return answer(() -> switch (renewal(instance, leaseId)) {
			case FORGOTTEN -> Departure.ALREADY_GONE;
			case TAKEN_OVER -> Departure.TAKEN_OVER;
			case EXTENDED -> {
				this.services.get(instance.service()).remove(instance.id());
				yield Departure.GONE;
			}
		});
	}

	@Override
	public CompletionStage<Amendment> amend(InstanceKey instance, InstancePatch patch) {
		return answer(() -> {
			Optional<Instance> amended = find(instance).map(patch::applyTo);
			amended.ifPresent(RegistrationRules::checkAmended);
			amended.ifPresent(this::replace);
			return amended.<Amendment>map(Amendment.Amended::new).orElseGet(Amendment.Unknown::new);
		});
	}

	@Override
	public CompletionStage<Amendment> override(InstanceKey instance, OverrideRequest wish) {
		return overridden(instance, new StatusOverride(wish.status(), wish.reason(), Instant.EPOCH,
				(wish.expiresIn() != null) ? wish.expiresIn() * 1000L : null));
	}

	@Override
	public CompletionStage<Amendment> removeOverride(InstanceKey instance) {
		return overridden(instance, null);
	}

	private CompletionStage<Amendment> overridden(InstanceKey instance, @Nullable StatusOverride override) {
		return answer(() -> {
			Optional<Instance> overridden = find(instance).map((it) -> it.overridden(override));
			overridden.ifPresent(this::replace);
			return overridden.<Amendment>map(Amendment.Amended::new).orElseGet(Amendment.Unknown::new);
		});
	}

	@Override
	public CompletionStage<DrainOutcome> drain(InstanceKey instance, @Nullable String leaseId, Duration wait) {
		return answer(() -> switch (renewal(instance, leaseId)) {
			case FORGOTTEN -> new DrainOutcome.Unknown();
			case TAKEN_OVER -> new DrainOutcome.TakenOver();
			case EXTENDED -> {
				replace(InstancePatch.declaring(Status.DRAINING).applyTo(find(instance).orElseThrow()));
				yield new DrainOutcome.Drained(new DrainReport(0, 0, 0, 0, wait.toMillis()));
			}
		});
	}

	@Override
	public CompletionStage<Changes> changes(String namespace, @Nullable String after, int limit) {
		if (after != null && !after.matches("\\d+")) {
			throw new InvalidRequestException(List.of(new Problem.FieldError("after", "was no revision")));
		}
		return answer(() -> {
			long start = (after != null) ? Long.parseLong(after) : 0;
			List<Change> page = this.changes.stream()
				.filter((change) -> change.namespace().equals(namespace) && change.revision() > start)
				.limit(limit)
				.toList();
			return new Changes(page, Long.toString(this.revision), false);
		});
	}

	@Override
	public boolean isLoaded() {
		return this.loaded;
	}

	@Override
	public Duration staleness() {
		return this.staleness;
	}

	@Override
	public synchronized Optional<ServiceSnapshot> service(ServiceKey service) {
		return Optional.ofNullable(this.services.get(service))
			.map((instances) -> SnapshotFixtures.snapshot(service, this.revision, List.copyOf(instances.values())));
	}

	@Override
	public synchronized ServicePage services(String namespace, String prefix, @Nullable String after, int limit) {
		List<ServiceKey> keys = this.services.keySet()
			.stream()
			.filter((key) -> key.namespace().equals(namespace) && key.name().startsWith(prefix.toLowerCase(Locale.ROOT))
					&& (after == null || key.name().compareTo(after) > 0))
			.toList();
		List<ServiceSnapshot> page = keys.stream().limit(limit).flatMap((key) -> service(key).stream()).toList();
		return new ServicePage(page, (keys.size() > limit) ? keys.get(limit - 1).name() : null);
	}

	private Renewal renewal(InstanceKey key, @Nullable String leaseId) {
		Instance instance = find(key).orElse(null);
		if (instance == null) {
			return Renewal.FORGOTTEN;
		}
		return (leaseId == null || leaseId.equals(instance.leaseId())) ? Renewal.EXTENDED : Renewal.TAKEN_OVER;
	}

	private Optional<Instance> find(InstanceKey key) {
		return Optional.ofNullable(this.services.get(key.service())).map((instances) -> instances.get(key.id()));
	}

	private synchronized <T> CompletionStage<T> answer(Supplier<T> work) {
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.failure);
		}
		try {
			return CompletableFuture.completedFuture(work.get());
		}
		catch (InvalidRequestException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public CompletionStage<Optional<Duration>> remaining(InstanceKey instance) {
		return CompletableFuture.completedStage(Optional.empty());
	}

	@Override
	public Collection<ServiceSnapshot> all() {
		return List.of();
	}

	@Override
	public long absentRevision(ServiceKey service) {
		return 0;
	}

	@Override
	public Duration staleness(int partition) {
		return staleness();
	}

}
