package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.cache.ListSource.Fetched;
import io.mcp.discovery.cache.ToldList.Outcome;
import io.mcp.protocol.Change;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's list, and how it is loaded and kept. Thread-safe: readers see an
 * immutable {@link View} and never wait; what is pushed and what is fetched is written
 * under one short lock; at most one load is under way.
 */
final class ServiceList {

	private static final Logger logger = LoggerFactory.getLogger(ServiceList.class);

	/** Leases that end together are one loss; the sweep of a registry takes less. */
	private static final Duration LOSS_WINDOW = Duration.ofSeconds(2);

	private final String name;

	private final ListHost host;

	private final AtomicReference<@Nullable CompletableFuture<Void>> loading = new AtomicReference<>();

	private final Object writing = new Object();

	private final Suspicion suspicion = new Suspicion(LOSS_WINDOW);

	private final ToldList told;

	/** What callers get as long as no registry has answered. */
	private final @Nullable Preloaded preloaded;

	private volatile @Nullable View view;

	private volatile @Nullable Attempt lastAttempt;

	private volatile @Nullable Long firstLoadAt;

	private volatile @Nullable Pulse pulse;

	private volatile Duration pace;

	ServiceList(String name, @Nullable Preloaded preloaded, ListHost host) {
		this.name = name;
		this.preloaded = preloaded;
		this.host = host;
		this.pace = host.timing().pullInterval();
		this.told = new ToldList(this.suspicion, this.pace.dividedBy(2));
	}

	String name() {
		return this.name;
	}

	/** What callers get. */
	List<InstanceInfo> instances() {
		View current = this.view;
		if (current != null) {
			return current.selection().instances();
		}
		return (this.preloaded != null) ? this.preloaded.selection().instances() : List.of();
	}

	/** What picks from {@link #instances()}; {@code null} where they are none. */
	@Nullable Picker picker() {
		View current = this.view;
		if (current != null) {
			return current.picker();
		}
		return (this.preloaded != null) ? this.preloaded.picker() : null;
	}

	/** Every instance as the registry told; {@code null} where it never did. */
	@Nullable ServiceInstances told() {
		View current = this.view;
		return (current != null) ? current.told() : null;
	}

	/** What callers get although no registry has answered; {@code null} elsewhere. */
	@Nullable Preloaded inPlaceOfRegistry() {
		return (this.view == null) ? this.preloaded : null;
	}

	CachedService describe() {
		View current = this.view;
		Attempt attempt = this.lastAttempt;
		String error = (attempt != null) ? attempt.error() : null;
		long now = this.host.nanos();
		if (current != null) {
			ServiceInstances list = current.told();
			return new CachedService(list.serviceName(), list.revision(), current.selection().degraded(),
					current.selection().instances(), current.all(), Source.REGISTRY,
					Duration.ofNanos(Math.max(0, now - confirmedAt(current))), error);
		}
		if (this.preloaded != null) {
			return this.preloaded.describe(now, error);
		}
		return new CachedService(this.name, 0, false, List.of(), List.of(), Source.NONE, null, error);
	}

	/**
	 * Whether a caller should wait for a load: nothing from the registry to give him, and
	 * not asked for that just now.
	 */
	boolean needsLoad() {
		View current = this.view;
		if (current != null && (current.picker() != null || carried(current))) {
			return false;
		}
		long now = this.host.nanos();
		Attempt attempt = this.lastAttempt;
		Duration respite = this.host.timing().emptyListAge();
		if (current == null && this.preloaded != null && (attempt != null || waitedSince(now))) {
			return false;
		}
		boolean justAsked = attempt != null && now - attempt.endedAt() <= respite.toNanos();
		return !justAsked && this.host.source().pause().isZero();
	}

	/**
	 * Loads where {@link #needsLoad()}, or joins the load that is under way.
	 * @return completes after it, whatever it brought
	 */
	CompletableFuture<Void> loadIfNeeded() {
		CompletableFuture<Void> mine = new CompletableFuture<>();
		CompletableFuture<Void> running = this.loading.compareAndExchange(null, mine);
		if (running != null) {
			return running;
		}
		// Another load may have ended between the caller's look and now.
		if (needsLoad()) {
			fetch(mine, false);
		}
		else {
			this.loading.set(null);
			mine.complete(null);
		}
		return mine;
	}

	/**
	 * Loads, or joins the load that is under way.
	 * @return completes after it, whatever it brought
	 */
	CompletableFuture<Void> load() {
		return load(false);
	}

	/** Loads in order to learn whether what vanished is gone. */
	void confirm() {
		load(true);
	}

	/** Takes over a list that somebody else fetched. */
	void take(Fetched fetched) {
		accept(fetched, null, false);
	}

	/** A whole list was pushed. */
	Outcome apply(ServiceInstances snapshot) {
		Outcome outcome;
		synchronized (this.writing) {
			boolean doubted = this.suspicion.doubts();
			long now = this.host.nanos();
			outcome = this.told.pushed(snapshot, now);
			if (outcome == Outcome.APPLIED) {
				publish(null, now);
				this.host.observer().snapshotTaken(this.name);
			}
			tellDoubt(doubted);
		}
		this.host.updated(this);
		return outcome;
	}

	/** A change was pushed. A gap starts a load. */
	Outcome apply(Change change) {
		Outcome outcome;
		synchronized (this.writing) {
			boolean doubted = this.suspicion.doubts();
			long now = this.host.nanos();
			outcome = this.told.changed(change, now);
			View current = this.view;
			if (outcome == Outcome.APPLIED) {
				publish(null, now);
			}
			else if (outcome == Outcome.GAP && current != null) {
				this.view = current.confirmedAt(confirmedAt(current)).incomplete();
			}
			tellDoubt(doubted);
		}
		if (outcome == Outcome.GAP) {
			this.host.observer().gapFound(this.name);
			load();
		}
		this.host.updated(this);
		return outcome;
	}

	/** From now on that stream says how old the list is. */
	void carriedBy(Pulse pulse) {
		View current = this.view;
		Pulse last = this.pulse;
		if (current != null && last != null && last != pulse) {
			synchronized (this.writing) {
				// The last sign of life of the old stream stays valid.
				View now = this.view;
				this.view = (now != null) ? now.confirmedAt(confirmedAt(now)) : null;
			}
		}
		this.pulse = pulse;
	}

	/** From now on the list is pulled in that rhythm, beginning now. */
	void pace(Duration pace) {
		if (!this.pace.equals(pace)) {
			this.pace = pace;
			this.host.pullIn(this, pace);
		}
	}

	private CompletableFuture<Void> load(boolean confirming) {
		CompletableFuture<Void> mine = new CompletableFuture<>();
		CompletableFuture<Void> running = this.loading.compareAndExchange(null, mine);
		if (running != null) {
			return running;
		}
		fetch(mine, confirming);
		return mine;
	}

	private void fetch(CompletableFuture<Void> done, boolean confirming) {
		boolean first = this.firstLoadAt == null;
		if (first) {
			this.firstLoadAt = this.host.nanos();
		}
		View current = this.view;
		String etag = (current != null) ? current.etag() : null;
		// In a stage, so that what is thrown before an answer is due ends this load too.
		CompletableFuture.completedFuture(this.name)
			.thenCompose((service) -> this.host.source().fetch(service, etag))
			.whenComplete((fetched, bug) -> {
				try {
					accept((fetched != null) ? fetched : new Fetched.Failed(String.valueOf(bug), true), etag,
							confirming);
				}
				finally {
					this.loading.set(null);
					done.complete(null);
					planNext();
					if (first) {
						this.host.firstLoadEnded();
					}
				}
			});
	}

	private void accept(Fetched fetched, @Nullable String etag, boolean confirming) {
		if (fetched instanceof Fetched.Failed failed) {
			failed(failed);
			return;
		}
		synchronized (this.writing) {
			boolean doubted = this.suspicion.doubts();
			long now = this.host.nanos();
			this.lastAttempt = new Attempt(now, null);
			if (fetched instanceof Fetched.Listed listed) {
				listed(listed, now, doubted && confirming);
			}
			else {
				unchanged(etag, now, doubted && confirming);
			}
			tellDoubt(doubted);
		}
		this.host.updated(this);
	}

	private void listed(Fetched.Listed listed, long now, boolean saidAgain) {
		boolean revisionFell = this.told.fetched(listed.list(), now) == Outcome.HELD;
		if (revisionFell) {
			ServiceInstances known = this.told.known();
			logger.info(
					"The registry's list of '{}' went back from revision {} to {}: the known one stays until the "
							+ "registry has caught up, or says so for some time",
					this.name, (known != null) ? known.revision() : 0, listed.list().revision());
			return;
		}
		believe(saidAgain);
		publish(listed.etag(), now);
	}

	private void unchanged(@Nullable String etag, long now, boolean saidAgain) {
		View current = this.view;
		if (current == null || etag == null || !etag.equals(current.etag())) {
			return;
		}
		this.told.confirmed();
		believe(saidAgain);
		publish(etag, now);
	}

	private void believe(boolean saidAgain) {
		if (saidAgain && this.suspicion.doubts()) {
			this.suspicion.believe();
			this.host.observer().lossBelieved(this.name);
		}
	}

	private void failed(Fetched.Failed failed) {
		Attempt before = this.lastAttempt;
		if (failed.refused() && (before == null || !failed.reason().equals(before.error()))) {
			logger.warn("The list of '{}' was refused: {}. The {} known instances stay", this.name, failed.reason(),
					instances().size());
		}
		this.lastAttempt = new Attempt(this.host.nanos(), failed.reason());
	}

	private void planNext() {
		boolean doubts;
		boolean gap;
		synchronized (this.writing) {
			doubts = this.suspicion.doubts();
			gap = this.told.hasGap();
		}
		Attempt attempt = this.lastAttempt;
		boolean failed = attempt != null && attempt.error() != null;
		Duration pause = this.host.source().pause();
		Duration delay = (failed && !pause.isZero()) ? pause
				: (!failed && (doubts || gap)) ? this.host.timing().confirmAfter() : this.pace;
		if (doubts) {
			this.host.confirmIn(this, delay);
		}
		else {
			this.host.pullIn(this, delay);
		}
	}

	/** Shows callers what is known now. Called with the lock held. */
	private void publish(@Nullable String etag, long now) {
		ServiceInstances list = this.told.known();
		if (list == null) {
			return;
		}
		View before = this.view;
		List<InstanceInfo> shown = instances();
		Selection selection = Selection.of(this.told.candidates());
		Picker picker = (before != null && shown.equals(selection.instances())) ? before.picker()
				: this.host.picker(selection.instances());
		this.view = new View(list, selection, picker, etag, now, !this.told.hasGap());
		if (!shown.equals(selection.instances())) {
			this.host.changed(this,
					new ServiceChange(list.serviceName(), list.revision(), shown, selection.instances()));
		}
	}

	/** Called with the lock held. */
	private void tellDoubt(boolean before) {
		boolean doubts = this.suspicion.doubts();
		if (doubts && !before) {
			logger.info("{} instances of '{}' vanished within moments without having been deregistered: they are kept "
					+ "until the registry says so again", this.suspicion.kept().size(), this.name);
			this.host.observer().lossHeld(this.name);
			this.host.confirmIn(this, this.host.timing().confirmAfter());
		}
		else if (before && !doubts) {
			logger.info("The list of '{}' is certain again, with {} instances for callers", this.name,
					instances().size());
		}
	}

	private boolean carried(View current) {
		Pulse last = this.pulse;
		return last != null && last.beating() && current.complete();
	}

	private long confirmedAt(View current) {
		Pulse last = this.pulse;
		if (last == null || !current.complete()) {
			return current.confirmedAt();
		}
		long beat = last.lastBeat();
		return (beat - current.confirmedAt() > 0) ? beat : current.confirmedAt();
	}

	private boolean waitedSince(long now) {
		Long first = this.firstLoadAt;
		return first != null && now - first >= this.host.timing().loadTimeout().toNanos();
	}

	/**
	 * The last load.
	 *
	 * @param endedAt when it ended, in nanoseconds
	 * @param error why it failed; {@code null} where it did not
	 */
	private record Attempt(long endedAt, @Nullable String error) {

	}

}
