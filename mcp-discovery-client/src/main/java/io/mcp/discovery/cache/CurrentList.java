package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
 * What callers get of one service. Thread-safe: readers see an immutable {@link View} and
 * never wait; what is pushed and what is fetched is written under one short lock.
 * <p>
 * Its age is the time since the registry last said that it is so: by an answer to a
 * fetch, be it 304, or by any byte of a stream that carries the service. For the registry
 * sends each change down the stream before the next ping, so a stream that lives, and
 * from which nothing is known to be missing, says with each byte that what came before is
 * all there is. A list that the registry contradicts, with a lower revision, grows older.
 */
final class CurrentList {

	private static final Logger logger = LoggerFactory.getLogger(CurrentList.class);

	/** Leases that end together are one loss; the sweep of a registry takes less. */
	private static final Duration LOSS_WINDOW = Duration.ofSeconds(2);

	private final String name;

	private final ListHost host;

	private final Consumer<ServiceChange> changed;

	private final Runnable doubtful;

	private final Object writing = new Object();

	private final Suspicion suspicion = new Suspicion(LOSS_WINDOW);

	private final ToldList told;

	/** What callers get as long as no registry has answered. */
	private final @Nullable Preloaded preloaded;

	private volatile @Nullable View view;

	private volatile @Nullable Pulse pulse;

	/**
	 * Creates a list that no registry told yet.
	 * @param name the service as asked for
	 * @param preloaded what callers get until then
	 * @param host those around
	 * @param changed told with the lock held that callers get something else
	 * @param doubtful told with the lock held that the registry has to be asked again
	 */
	CurrentList(String name, @Nullable Preloaded preloaded, ListHost host, Consumer<ServiceChange> changed,
			Runnable doubtful) {
		this.name = name;
		this.preloaded = preloaded;
		this.host = host;
		this.changed = changed;
		this.doubtful = doubtful;
		this.told = new ToldList(this.suspicion, host.timing().pullInterval().dividedBy(2));
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

	/** The version of what was told; {@code null} where it has none. */
	@Nullable String etag() {
		View current = this.view;
		return (current != null) ? current.etag() : null;
	}

	/** What callers get although no registry has answered; {@code null} elsewhere. */
	@Nullable Preloaded inPlaceOfRegistry() {
		return (this.view == null) ? this.preloaded : null;
	}

	/** Whether a stream lives from which nothing is known to be missing. */
	boolean isCarried() {
		View current = this.view;
		Pulse last = this.pulse;
		return current != null && last != null && last.beating() && current.complete();
	}

	/** Whether the registry has to be asked again because of what vanished. */
	boolean isDoubtful() {
		synchronized (this.writing) {
			return this.suspicion.doubts();
		}
	}

	/** Whether something is missing between the list and what was heard of. */
	boolean hasGap() {
		synchronized (this.writing) {
			return this.told.hasGap();
		}
	}

	/** Time until a contradiction is believed; {@code null} where there is none. */
	@Nullable Duration patienceLeft() {
		synchronized (this.writing) {
			return this.told.patienceLeft(this.host.nanos());
		}
	}

	CachedService describe(@Nullable String error) {
		View current = this.view;
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

	/** A whole list was pushed. */
	Outcome pushed(ServiceInstances snapshot) {
		synchronized (this.writing) {
			boolean doubted = this.suspicion.doubts();
			long now = this.host.nanos();
			Outcome outcome = this.told.pushed(snapshot, now);
			publish((outcome == Outcome.HELD) ? etag() : null, now);
			tellDoubt(doubted);
			return outcome;
		}
	}

	/** A change was pushed. */
	Outcome pushed(Change change) {
		synchronized (this.writing) {
			boolean doubted = this.suspicion.doubts();
			long now = this.host.nanos();
			Outcome outcome = this.told.changed(change, now);
			View current = this.view;
			if (outcome == Outcome.APPLIED) {
				publish(null, now);
			}
			else if (outcome == Outcome.GAP && current != null) {
				this.view = current.confirmedAt(confirmedAt(current)).incomplete();
			}
			tellDoubt(doubted);
			return outcome;
		}
	}

	/**
	 * A list was fetched.
	 * @param listed the list
	 * @param confirming whether the fetch was made because of a doubt
	 */
	void fetched(Fetched.Listed listed, boolean confirming) {
		synchronized (this.writing) {
			boolean doubted = this.suspicion.doubts();
			long now = this.host.nanos();
			if (this.told.fetched(listed.list(), now) == Outcome.HELD) {
				ServiceInstances known = this.told.known();
				logger.info(
						"The registry's list of '{}' went back from revision {} to {}: the known one stays until the "
								+ "registry has caught up, or has said so for some time",
						this.name, (known != null) ? known.revision() : 0, listed.list().revision());
				publish(etag(), now);
			}
			else {
				believe(doubted && confirming);
				publish(listed.etag(), now);
			}
			tellDoubt(doubted);
		}
	}

	/**
	 * A fetch found nothing new.
	 * @param etag the version that it asked about
	 * @param confirming whether the fetch was made because of a doubt
	 */
	void unchanged(@Nullable String etag, boolean confirming) {
		synchronized (this.writing) {
			View current = this.view;
			if (current == null || etag == null || !etag.equals(current.etag())) {
				return;
			}
			boolean doubted = this.suspicion.doubts();
			this.told.confirmed();
			believe(doubted && confirming);
			publish(etag, this.host.nanos());
			tellDoubt(doubted);
		}
	}

	/** From now on that stream says how old the list is. */
	void carriedBy(Pulse next) {
		synchronized (this.writing) {
			View current = this.view;
			if (current != null) {
				// The last sign of life of the old stream stays valid.
				this.view = current.confirmedAt(confirmedAt(current));
			}
			this.pulse = next;
		}
	}

	private void believe(boolean saidAgain) {
		if (saidAgain && this.suspicion.doubts()) {
			this.suspicion.believe();
			this.host.observer().lossBelieved(this.name);
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
		boolean same = shown.equals(selection.instances());
		Picker picker = (before != null && same) ? before.picker() : this.host.picker(selection.instances());
		boolean contradicted = this.told.isHolding();
		long confirmedAt = (before != null && contradicted) ? confirmedAt(before) : now;
		this.view = new View(list, selection, picker, etag, confirmedAt, !contradicted && !this.told.hasGap());
		if (!same) {
			this.changed.accept(new ServiceChange(list.serviceName(), list.revision(), shown, selection.instances()));
		}
	}

	/** Called with the lock held. */
	private void tellDoubt(boolean before) {
		boolean doubts = this.suspicion.doubts();
		if (doubts && !before) {
			logger.info("{} instances of '{}' vanished within moments without having been deregistered: they are kept "
					+ "until the registry says so again", this.suspicion.kept().size(), this.name);
			this.host.observer().lossHeld(this.name);
			this.doubtful.run();
		}
		else if (before && !doubts) {
			logger.info("The list of '{}' is certain again, with {} instances for callers", this.name,
					instances().size());
		}
	}

	private long confirmedAt(View current) {
		Pulse last = this.pulse;
		if (last == null || !current.complete()) {
			return current.confirmedAt();
		}
		long beat = last.lastBeat();
		return (beat - current.confirmedAt() > 0) ? beat : current.confirmedAt();
	}

}
