package io.mcp.registry.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import io.mcp.protocol.Changes;
import io.mcp.protocol.Health;
import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.OverrideRequest;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.RegistrationRules;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.instance.StatusOverride;
import io.mcp.registry.store.Commit;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.Mutation;
import io.mcp.registry.store.StoreUnavailableException;
import io.mcp.registry.view.ReadYourWrites;
import io.mcp.registry.view.RegistryView;
import org.jspecify.annotations.Nullable;

/** Decides for every transport. Thread-safe. */
final class RegistryService implements Registry {

	/** Several may change one instance at once; that often in a row means a storm. */
	static final int MAX_ATTEMPTS = 30;

	private final InstanceStore store;

	private final RegistryView view;

	private final ReadYourWrites shown;

	private final ChangeHistory history;

	private final Drains drains;

	private final LeaseIds leaseIds;

	private final LifecycleMetrics metrics;

	private final InstantSource clock;

	RegistryService(InstanceStore store, RegistryView view, ReadYourWrites shown, ChangeHistory history, Drains drains,
			LeaseIds leaseIds, LifecycleMetrics metrics, InstantSource clock) {
		this.store = store;
		this.view = view;
		this.shown = shown;
		this.history = history;
		this.drains = drains;
		this.leaseIds = leaseIds;
		this.metrics = metrics;
		this.clock = clock;
	}

	@Override
	public CompletionStage<RegisterOutcome> register(Registration registration) {
		Instance granted = registration.grant(this.leaseIds.next(registration.ttl()), now());
		Instance instance = find(registration.key()).filter((known) -> known.health() != Health.FAILED)
			.filter(granted::isAtAddressOf)
			.map((known) -> granted.registeredAt(known.registeredAt()))
			.orElse(granted);
		return this.metrics.registration(this.store.commit(new Mutation.Register(instance))
			.thenCompose((commit) -> registered(instance, commit)));
	}

	private CompletionStage<RegisterOutcome> registered(Instance instance, Commit commit) {
		if (commit instanceof Commit.Applied applied) {
			return shown(instance.key(), applied)
				.thenApply((done) -> new RegisterOutcome.Registered(instance.atRevision(applied.revision()),
						applied.created()));
		}
		if (commit instanceof Commit.Held held) {
			return CompletableFuture.completedStage(new RegisterOutcome.Conflict(held.holder()));
		}
		throw new IllegalStateException("A registration ended as " + commit);
	}

	@Override
	public CompletionStage<Renewal> renew(InstanceKey instance, Heartbeat heartbeat) {
		CompletionStage<Renewal> renewal = this.metrics
			.renewal(this.store.renew(new LeaseClaim(instance, heartbeat.leaseId())));
		if (heartbeat.status() == null) {
			return renewal;
		}
		InstancePatch declared = InstancePatch.declaring(heartbeat.status());
		return renewal.thenCompose(
				(outcome) -> (outcome == Renewal.EXTENDED) ? amend(instance, declared).thenApply((amended) -> outcome)
						: CompletableFuture.completedStage(outcome));
	}

	@Override
	public CompletionStage<List<Renewal>> renewAll(List<LeaseClaim> claims) {
		List<CompletableFuture<Renewal>> renewals = claims.stream()
			.map((claim) -> this.metrics.renewal(this.store.renew(claim)).toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(renewals.toArray(CompletableFuture[]::new))
			.thenApply((done) -> renewals.stream().map(CompletableFuture::join).toList());
	}

	@Override
	public CompletionStage<Departure> deregister(InstanceKey instance, @Nullable String leaseId) {
		Mutation leave = new Mutation.Deregister(instance, (leaseId != null) ? leaseId : "");
		return this.metrics.departure(this.store.commit(leave).thenCompose((commit) -> {
			if (commit instanceof Commit.Applied applied) {
				return shown(instance, applied).thenApply((done) -> Departure.GONE);
			}
			return CompletableFuture
				.completedStage((commit instanceof Commit.Held) ? Departure.TAKEN_OVER : Departure.ALREADY_GONE);
		}));
	}

	@Override
	public CompletionStage<Amendment> amend(InstanceKey instance, InstancePatch patch) {
		return replace(instance, patch::applyTo, MAX_ATTEMPTS);
	}

	@Override
	public CompletionStage<Amendment> override(InstanceKey instance, OverrideRequest wish) {
		StatusOverride override = new StatusOverride(wish.status(), wish.reason(), now(), null);
		Duration expiresIn = (wish.expiresIn() != null) ? Duration.ofSeconds(wish.expiresIn()) : null;
		return overridden(instance, new Mutation.SetOverride(instance, override, expiresIn));
	}

	@Override
	public CompletionStage<Amendment> removeOverride(InstanceKey instance) {
		return overridden(instance, new Mutation.SetOverride(instance, null, null));
	}

	private CompletionStage<Amendment> overridden(InstanceKey key, Mutation mutation) {
		return this.store.commit(mutation)
			.thenCompose((commit) -> (commit instanceof Commit.Applied applied) ? shown(key, applied)
					: CompletableFuture.completedStage(null))
			.thenCompose((done) -> this.store.find(key))
			.thenApply((found) -> found.<Amendment>map(Amendment.Amended::new).orElseGet(Amendment.Unknown::new));
	}

	@Override
	public CompletionStage<DrainOutcome> drain(InstanceKey instance, @Nullable String leaseId, Duration wait) {
		return this.metrics.drain(this.drains.drain(instance, leaseId, wait));
	}

	@Override
	public CompletionStage<Optional<Duration>> remaining(InstanceKey instance) {
		return this.store.remaining(this.store.partitionOf(instance.service()), List.of(instance))
			.thenApply((answers) -> answers.get(0).stream().mapToObj(Duration::ofMillis).findFirst());
	}

	@Override
	public CompletionStage<Changes> changes(String namespace, @Nullable String after, int limit) {
		return this.history.read(namespace, after, limit);
	}

	/** Reads, changes and writes if nobody was faster; otherwise once more. */
	private CompletionStage<Amendment> replace(InstanceKey key, UnaryOperator<Instance> change, int attempts) {
		return this.store.find(key).thenCompose((found) -> {
			Optional<Instance> live = found.filter((instance) -> instance.health() != Health.FAILED);
			if (live.isEmpty()) {
				return CompletableFuture.completedStage(new Amendment.Unknown());
			}
			Instance current = live.get();
			Instance next = change.apply(current);
			RegistrationRules.checkAmended(next);
			if (next.equals(current)) {
				return CompletableFuture.completedStage(new Amendment.Amended(current));
			}
			return this.store.commit(new Mutation.Replace(current, next))
				.thenCompose((commit) -> replaced(key, next, commit, change, attempts));
		});
	}

	private CompletionStage<Amendment> replaced(InstanceKey key, Instance next, Commit commit,
			UnaryOperator<Instance> change, int attempts) {
		if (commit instanceof Commit.Applied applied) {
			return shown(key, applied).thenApply((done) -> new Amendment.Amended(next.atRevision(applied.revision())));
		}
		if (commit instanceof Commit.Missing) {
			return CompletableFuture.completedStage(new Amendment.Unknown());
		}
		if (attempts == 1) {
			return CompletableFuture.failedStage(changedTooOften(key));
		}
		return replace(key, change, attempts - 1);
	}

	static StoreUnavailableException changedTooOften(InstanceKey key) {
		return new StoreUnavailableException(
				key + " changed " + MAX_ATTEMPTS + " times while it was being changed; try again",
				Duration.ofSeconds(1), null);
	}

	private CompletionStage<Void> shown(InstanceKey instance, Commit.Applied applied) {
		return this.shown.shows(this.store.partitionOf(instance.service()), applied.revision());
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private Optional<Instance> find(InstanceKey key) {
		return this.view.service(key.service()).flatMap((service) -> service.instance(key.id()));
	}

}
