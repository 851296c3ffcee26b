package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.cache.ListSource.Fetched;
import io.mcp.discovery.cache.Suspicion.Verdict;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's list and how it is loaded. Thread-safe: readers see an immutable snapshot
 * and never wait; at most one load is under way, and only it writes.
 */
final class ServiceList {

	private static final Logger logger = LoggerFactory.getLogger(ServiceList.class);

	private final String name;

	private final ListSource source;

	private final Function<List<InstanceInfo>, Picker> pickers;

	private final LongSupplier nanos;

	private final CacheTiming timing;

	/** Told after each load when the next one is due. */
	private final NextPull nextPull;

	private final AtomicReference<@Nullable CompletableFuture<Void>> loading = new AtomicReference<>();

	private final Suspicion suspicion;

	private volatile @Nullable Known known;

	private volatile @Nullable Attempt lastAttempt;

	ServiceList(String name, ListSource source, Function<List<InstanceInfo>, Picker> pickers, LongSupplier nanos,
			CacheTiming timing, NextPull nextPull) {
		this.name = name;
		this.source = source;
		this.pickers = pickers;
		this.nanos = nanos;
		this.timing = timing;
		this.nextPull = nextPull;
		this.suspicion = new Suspicion(timing.pullInterval().dividedBy(2));
	}

	String name() {
		return this.name;
	}

	List<InstanceInfo> instances() {
		Known current = this.known;
		return (current != null) ? current.list().instances() : List.of();
	}

	/** What picks from {@link #instances()}; {@code null} where they are none. */
	@Nullable Picker picker() {
		Known current = this.known;
		return (current != null) ? current.picker() : null;
	}

	CachedService describe() {
		Known current = this.known;
		Attempt attempt = this.lastAttempt;
		String error = (attempt != null) ? attempt.error() : null;
		if (current == null) {
			return new CachedService(this.name, 0, false, List.of(), null, error);
		}
		ServiceInstances list = current.list();
		return new CachedService(list.serviceName(), list.revision(), list.degraded(), list.instances(),
				Duration.ofNanos(this.nanos.getAsLong() - current.confirmedAt()), error);
	}

	/**
	 * Whether a caller should wait for a load: nothing to give him, and not asked for
	 * that just now.
	 */
	boolean needsLoad() {
		Known current = this.known;
		if (current != null && current.picker() != null) {
			return false;
		}
		Attempt attempt = this.lastAttempt;
		boolean justAsked = attempt != null
				&& this.nanos.getAsLong() - attempt.endedAt() <= this.timing.emptyListAge().toNanos();
		return !justAsked && this.source.pause().isZero();
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
			fetch(mine);
		}
		else {
			this.loading.set(null);
			mine.complete(null);
		}
		return mine;
	}

	/** Loads, unless a load is under way. */
	void load() {
		CompletableFuture<Void> mine = new CompletableFuture<>();
		if (this.loading.compareAndSet(null, mine)) {
			fetch(mine);
		}
	}

	private void fetch(CompletableFuture<Void> done) {
		Known current = this.known;
		String etag = (current != null) ? current.etag() : null;
		// In a stage, so that what is thrown before an answer is due ends this load too.
		CompletableFuture.completedFuture(this.name)
			.thenCompose((service) -> this.source.fetch(service, etag))
			.whenComplete((fetched, bug) -> {
				Duration next = this.timing.pullInterval();
				try {
					next = accept((fetched != null) ? fetched : new Fetched.Failed(String.valueOf(bug), true));
				}
				finally {
					this.loading.set(null);
					done.complete(null);
					this.nextPull.dueIn(this, next);
				}
			});
	}

	/** Takes over what came, and tells after what time to ask again. */
	private Duration accept(Fetched fetched) {
		long now = this.nanos.getAsLong();
		Known current = this.known;
		if (fetched instanceof Fetched.Failed failed) {
			return failed(failed, now);
		}
		this.lastAttempt = new Attempt(now, null);
		if (fetched instanceof Fetched.Listed listed) {
			return listed(current, listed, now);
		}
		this.suspicion.clear();
		if (current != null) {
			this.known = new Known(current.list(), current.etag(), now, current.picker());
		}
		return this.timing.pullInterval();
	}

	private Duration failed(Fetched.Failed failed, long now) {
		Attempt before = this.lastAttempt;
		if (failed.refused() && (before == null || !failed.reason().equals(before.error()))) {
			logger.warn("The list of '{}' was refused: {}. The {} known instances stay", this.name, failed.reason(),
					instances().size());
		}
		this.lastAttempt = new Attempt(now, failed.reason());
		Duration pause = this.source.pause();
		return pause.isZero() ? this.timing.pullInterval() : pause;
	}

	private Duration listed(@Nullable Known current, Fetched.Listed listed, long now) {
		Verdict verdict = (current != null) ? this.suspicion.judge(current.list(), listed.list(), now)
				: Verdict.BELIEVE;
		if (current == null || verdict == Verdict.BELIEVE) {
			this.known = new Known(listed.list(), listed.etag(), now, picker(current, listed.list().instances()));
			return this.timing.pullInterval();
		}
		logger.info(
				"The list of '{}' went from {} instances at revision {} to {} at revision {}: keeping it until the "
						+ "registry says so again",
				this.name, current.list().instances().size(), current.list().revision(),
				listed.list().instances().size(), listed.list().revision());
		return (verdict == Verdict.ASK_AGAIN_SOON) ? this.timing.confirmAfter() : this.timing.pullInterval();
	}

	private @Nullable Picker picker(@Nullable Known current, List<InstanceInfo> instances) {
		if (instances.isEmpty()) {
			return null;
		}
		return (current != null && current.picker() != null && current.list().instances().equals(instances))
				? current.picker() : this.pickers.apply(instances);
	}

	/** Plans the next load. */
	interface NextPull {

		void dueIn(ServiceList list, Duration delay);

	}

	/**
	 * What callers get.
	 *
	 * @param list the list
	 * @param etag its version
	 * @param confirmedAt when the registry last said so, in nanoseconds
	 * @param picker what picks from it; {@code null} where it is empty
	 */
	private record Known(ServiceInstances list, @Nullable String etag, long confirmedAt, @Nullable Picker picker) {

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
