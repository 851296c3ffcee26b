package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.cache.ListSource.Fetched;
import io.mcp.discovery.cache.ToldList.Outcome;
import io.mcp.protocol.Change;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's list and how it is loaded. Thread-safe: at most one load is under way,
 * and the next one is planned when it ended.
 */
final class ServiceList {

	private static final Logger logger = LoggerFactory.getLogger(ServiceList.class);

	private final String name;

	private final ListHost host;

	private final CurrentList current;

	private final AtomicReference<@Nullable CompletableFuture<Void>> loading = new AtomicReference<>();

	private volatile @Nullable Attempt lastAttempt;

	private volatile @Nullable Long firstLoadAt;

	private volatile Duration pace;

	ServiceList(String name, @Nullable Preloaded preloaded, ListHost host) {
		this.name = name;
		this.host = host;
		this.pace = host.timing().pullInterval();
		this.current = new CurrentList(name, preloaded, host, (change) -> host.changed(this, change),
				() -> host.confirmIn(this, host.timing().confirmAfter()));
	}

	String name() {
		return this.name;
	}

	/** What callers get. */
	List<InstanceInfo> instances() {
		return this.current.instances();
	}

	/** What picks from {@link #instances()}; {@code null} where they are none. */
	@Nullable Picker picker() {
		return this.current.picker();
	}

	/** Every instance as the registry told; {@code null} where it never did. */
	@Nullable ServiceInstances told() {
		return this.current.told();
	}

	/** What callers get although no registry has answered; {@code null} elsewhere. */
	@Nullable Preloaded inPlaceOfRegistry() {
		return this.current.inPlaceOfRegistry();
	}

	CachedService describe() {
		Attempt attempt = this.lastAttempt;
		return this.current.describe((attempt != null) ? attempt.error() : null);
	}

	/**
	 * Whether a caller should wait for a load: nothing from the registry to give him, and
	 * not asked for that just now. Who has a preloaded list waits for one load only. An
	 * empty list that a stream carries is as good as another.
	 */
	boolean needsLoad() {
		if (this.current.told() != null && (this.current.picker() != null || this.current.isCarried())) {
			return false;
		}
		long now = this.host.nanos();
		Attempt attempt = this.lastAttempt;
		if (this.current.inPlaceOfRegistry() != null && (attempt != null || waited(now))) {
			return false;
		}
		boolean justAsked = attempt != null && now - attempt.endedAt() <= this.host.timing().emptyListAge().toNanos();
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
	void take(Fetched.Listed listed) {
		this.current.fetched(listed, false);
		this.host.updated(this);
	}

	/** A whole list was pushed. */
	Outcome apply(ServiceInstances snapshot) {
		Outcome outcome = this.current.pushed(snapshot);
		if (outcome == Outcome.APPLIED) {
			this.host.observer().snapshotTaken(this.name);
			this.host.updated(this);
		}
		else if (outcome == Outcome.HELD) {
			planNext();
		}
		return outcome;
	}

	/** A change was pushed. A gap starts a load. */
	Outcome apply(Change change) {
		Outcome outcome = this.current.pushed(change);
		if (outcome == Outcome.APPLIED) {
			this.host.updated(this);
		}
		else if (outcome == Outcome.GAP) {
			this.host.observer().gapFound(this.name);
			load();
		}
		return outcome;
	}

	/** From now on that stream says how old the list is. */
	void carriedBy(Pulse pulse) {
		this.current.carriedBy(pulse);
	}

	/** From now on the list is pulled in that rhythm. */
	void pace(Duration pace) {
		if (!this.pace.equals(pace)) {
			this.pace = pace;
			planNext();
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
		String etag = this.current.etag();
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
		if (fetched instanceof Fetched.Listed listed) {
			this.current.fetched(listed, confirming);
		}
		else {
			this.current.unchanged(etag, confirming);
		}
		this.lastAttempt = new Attempt(this.host.nanos(), null);
		this.host.updated(this);
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
		Attempt attempt = this.lastAttempt;
		boolean failed = attempt != null && attempt.error() != null;
		boolean doubtful = this.current.isDoubtful();
		Duration pause = this.host.source().pause();
		Duration delay = this.pace;
		Duration patienceLeft = this.current.patienceLeft();
		if (failed && !pause.isZero()) {
			delay = pause;
		}
		else if (!failed && (doubtful || this.current.hasGap())) {
			delay = this.host.timing().confirmAfter();
		}
		else if (patienceLeft != null && patienceLeft.compareTo(delay) < 0) {
			Duration shortest = this.host.timing().confirmAfter();
			delay = (patienceLeft.compareTo(shortest) > 0) ? patienceLeft : shortest;
		}
		if (doubtful) {
			this.host.confirmIn(this, delay);
		}
		else {
			this.host.pullIn(this, delay);
		}
	}

	private boolean waited(long now) {
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
