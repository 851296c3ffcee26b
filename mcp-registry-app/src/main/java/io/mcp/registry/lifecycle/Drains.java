package io.mcp.registry.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.mcp.protocol.DrainReport;
import io.mcp.protocol.Health;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.store.Commit;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.Mutation;
import io.mcp.registry.view.ReadYourWrites;
import io.mcp.registry.watch.AcknowledgementCollector;
import io.mcp.registry.watch.Acknowledgements;
import org.jspecify.annotations.Nullable;

/**
 * Declares instances DRAINING and waits until those who call them know. It is a change
 * also where the instance is DRAINING already: whoever asks wants to know who has heard.
 * Thread-safe.
 */
final class Drains {

	private static final InstancePatch DRAINING = InstancePatch.declaring(Status.DRAINING);

	private final InstanceStore store;

	private final ReadYourWrites shown;

	private final AcknowledgementCollector acknowledgements;

	private final LongSupplier nanos;

	Drains(InstanceStore store, ReadYourWrites shown, AcknowledgementCollector acknowledgements, LongSupplier nanos) {
		this.store = store;
		this.shown = shown;
		this.acknowledgements = acknowledgements;
		this.nanos = nanos;
	}

	/** As {@link Registry#drain}. */
	CompletionStage<DrainOutcome> drain(InstanceKey instance, @Nullable String leaseId, Duration wait) {
		return new Attempt(instance, leaseId, wait, this.nanos.getAsLong()).attempt(RegistryService.MAX_ATTEMPTS);
	}

	/** One call of it. */
	private final class Attempt {

		private final InstanceKey key;

		private final @Nullable String leaseId;

		private final Duration wait;

		private final long began;

		private Attempt(InstanceKey key, @Nullable String leaseId, Duration wait, long began) {
			this.key = key;
			this.leaseId = leaseId;
			this.wait = wait;
			this.began = began;
		}

		private CompletionStage<DrainOutcome> attempt(int attempts) {
			return Drains.this.store.find(this.key).thenCompose((found) -> {
				Optional<Instance> live = found.filter((instance) -> instance.health() != Health.FAILED);
				if (live.isEmpty()) {
					return CompletableFuture.completedStage(new DrainOutcome.Unknown());
				}
				Instance current = live.get();
				if (this.leaseId != null && !this.leaseId.equals(current.leaseId())) {
					return CompletableFuture.completedStage(new DrainOutcome.TakenOver());
				}
				return Drains.this.store.commit(new Mutation.Drain(current, DRAINING.applyTo(current)))
					.thenCompose((commit) -> committed(commit, attempts));
			});
		}

		private CompletionStage<DrainOutcome> committed(Commit commit, int attempts) {
			if (commit instanceof Commit.Applied applied) {
				return collect(applied.revision());
			}
			if (commit instanceof Commit.Missing) {
				return CompletableFuture.completedStage(new DrainOutcome.Unknown());
			}
			return (attempts > 1) ? attempt(attempts - 1)
					: CompletableFuture.failedStage(RegistryService.changedTooOften(this.key));
		}

		private CompletionStage<DrainOutcome> collect(long revision) {
			return Drains.this.shown.shows(Drains.this.store.partitionOf(this.key.service()), revision)
				.thenCompose((shown) -> Drains.this.acknowledgements.collect(this.key.service(), revision, this.wait))
				.thenApply((known) -> new DrainOutcome.Drained(report(known)));
		}

		private DrainReport report(Acknowledgements known) {
			long took = Drains.this.nanos.getAsLong() - this.began;
			return new DrainReport(known.subscribers(), known.acknowledged(), known.pending(), known.silentReplicas(),
					TimeUnit.NANOSECONDS.toMillis(took));
		}

	}

}
