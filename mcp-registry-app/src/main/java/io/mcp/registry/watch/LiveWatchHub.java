package io.mcp.registry.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import io.mcp.protocol.ServiceInstances;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.replica.Replicas;
import io.mcp.registry.store.AcknowledgementBoard;
import io.mcp.registry.store.StoredChange;
import io.mcp.registry.view.InstanceFilter;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.view.ServiceSnapshot;
import io.mcp.registry.view.ViewListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The hub between the view and everybody who watches.
 *
 * <p>
 * Threads: the state of a stream belongs to its event loop and is touched by tasks of
 * that loop only, so it needs no locks. A change becomes one object and one task for each
 * event loop on which somebody watches its service, however many streams that are; where
 * nobody does it costs one look into a map for each loop.
 *
 * <p>
 * Nothing is lost and nothing told twice: a stream first enters the audience of its
 * services and then reads the view. The feed first changes the view and then looks at the
 * audience. So a change is in what the stream read, or reaches it as a task, or both; and
 * in the last case its revision tells. A task reaches a loop in the order of the
 * partition's changes. Each service of a stream knows the revision that its reader will
 * have; a change goes to it only if it follows on that very revision, and otherwise the
 * newest snapshot goes, read from the view at the moment of writing.
 */
final class LiveWatchHub implements WatchHub, ViewListener, AcknowledgementRounds.Streams {

	/**
	 * With {@link #TICK} and {@link WatchLoop#SHARES}, a stream is looked at each 2.5 s:
	 * it is pinged after at most 10 s of silence.
	 */
	static final Duration SILENCE = Duration.ofMillis(7500);

	/** How often a share of each loop's streams is looked after. */
	static final Duration TICK = Duration.ofMillis(250);

	/** How long a client may take to come back on another stream. */
	static final Duration RETURN = Duration.ofSeconds(1);

	private final RegistryView view;

	private final Replicas replicas;

	private final WatchProperties properties;

	private final WatchMetrics metrics;

	private final AcknowledgementRounds rounds;

	private final Admission admission;

	private final JsonMapper json;

	private final Supplier<String> streamNames;

	private final ScheduledExecutorService timer;

	private final LongSupplier nanos;

	private final Map<Executor, WatchLoop> loops = new ConcurrentHashMap<>();

	private final Map<String, LiveWatch> watches = new ConcurrentHashMap<>();

	private volatile boolean ending;

	LiveWatchHub(RegistryView view, Replicas replicas, AcknowledgementBoard board, ToIntFunction<ServiceKey> partitions,
			WatchProperties properties, WatchMetrics metrics, JsonMapper json, Supplier<String> streamNames,
			ScheduledExecutorService timer, LongSupplier nanos) {
		this.view = view;
		this.replicas = replicas;
		this.properties = properties;
		this.metrics = metrics;
		this.json = json;
		this.streamNames = streamNames;
		this.timer = timer;
		this.nanos = nanos;
		this.admission = new Admission(properties);
		this.rounds = new AcknowledgementRounds(this, replicas, board, partitions, timer, nanos);
		metrics.observe(this.admission);
	}

	AcknowledgementCollector collector() {
		return this.rounds;
	}

	WatchMetrics metrics() {
		return this.metrics;
	}

	@Override
	public Opening open(WatchRequest request, Executor eventLoop, WatchReader reader) {
		return open(request, Admission.Kind.STREAM, eventLoop, reader);
	}

	@Override
	public Opening openQuery(WatchRequest request, Executor eventLoop, WatchReader reader) {
		return open(request, Admission.Kind.QUERY, eventLoop, reader);
	}

	private Opening open(WatchRequest request, Admission.Kind kind, Executor eventLoop, WatchReader reader) {
		WatchLoop loop = this.loops.computeIfAbsent(eventLoop, (key) -> new WatchLoop(this, key, this.nanos));
		// After the loop is known: whoever ends all loops sees it, or is seen here.
		Opening opening = this.ending ? new Opening.Refused(Opening.Refusal.SHUTTING_DOWN, 0)
				: this.admission.enter(request, kind, (ticket) -> admit(request, loop, reader, ticket));
		if (opening instanceof Opening.Refused refused) {
			this.metrics.rejected(refused.reason());
		}
		return opening;
	}

	private Watch admit(WatchRequest request, WatchLoop loop, WatchReader reader, Admission.Ticket ticket) {
		String id = this.replicas.self() + '.' + this.streamNames.get();
		LiveWatch watch = new LiveWatch(id, request, loop, reader, ticket);
		this.watches.put(id, watch);
		loop.add(watch);
		for (int i = 0; i < request.services().size(); i++) {
			begin(watch.subscriptions()[i], request.services().get(i).revision());
		}
		return watch;
	}

	private void begin(Subscription subscription, @Nullable Long known) {
		ServiceKey service = subscription.service();
		if (known != null && known == this.view.revision(service)) {
			subscription.startAt(known);
		}
		else {
			subscription.needSnapshot();
		}
		if (!subscription.isQuery()) {
			this.rounds.of(service)
				.stream()
				.filter((round) -> known == null || known < round.revision())
				.forEach(subscription::await);
		}
	}

	/**
	 * Streams that ended are waited for a little longer: a client that still lives opens
	 * another one, and is counted again there, before it is no longer counted here.
	 */
	void leaveLater(List<Round> rounds) {
		this.timer.schedule(() -> rounds.forEach(Round::left), RETURN.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Forgets a stream that has left its loop. */
	void closed(LiveWatch watch) {
		this.watches.remove(watch.id());
	}

	@Override
	public void changed(StoredChange change, long previousRevision, ServiceSnapshot service) {
		ServiceKey key = service.key();
		if (change.acknowledge()) {
			this.rounds.begin(key, change.revision(), change.at());
		}
		WatchEvent.Delta delta = null;
		for (WatchLoop loop : this.loops.values()) {
			if (loop.hears(key)) {
				if (delta == null) {
					delta = new WatchEvent.Delta(change, previousRevision, service.revision(), this.json);
				}
				WatchEvent.Delta shared = delta;
				loop.execute(() -> loop.changed(key, shared));
			}
		}
	}

	@Override
	public void reloaded(int partition, Collection<ServiceSnapshot> services, Collection<ServiceSnapshot> differing) {
		for (WatchLoop loop : this.loops.values()) {
			List<ServiceKey> heard = differing.stream().map(ServiceSnapshot::key).filter(loop::hears).toList();
			if (!heard.isEmpty()) {
				loop.execute(() -> loop.reloaded(heard));
			}
		}
	}

	/** Looks after a share of all streams, and after old rounds. */
	void tick() {
		this.rounds.endOldOnes();
		if (this.admission.all() > 0) {
			this.loops.values()
				.forEach((loop) -> loop.execute(() -> loop.tick(SILENCE, this.properties.stallTimeout())));
		}
	}

	/** Ends every stream and admits no other. */
	void end() {
		this.ending = true;
		this.loops.values().forEach((loop) -> loop.execute(loop::end));
	}

	/** Closes the connections of streams that did not end when they should. */
	void abort() {
		this.loops.values().forEach((loop) -> loop.execute(loop::abort));
	}

	/** How many streams and queries there are. */
	int watching() {
		return this.admission.all();
	}

	@Override
	public void join(Round round) {
		List<WatchLoop> hearing = this.loops.values().stream().filter((loop) -> loop.hears(round.service())).toList();
		// One more than there are, for this method itself.
		AtomicInteger uncounted = new AtomicInteger(hearing.size() + 1);
		Runnable counted = () -> {
			if (uncounted.decrementAndGet() == 0) {
				round.markCounted();
			}
		};
		for (WatchLoop loop : hearing) {
			boolean runs = loop.execute(() -> {
				loop.join(round);
				counted.run();
			});
			if (!runs) {
				counted.run();
			}
		}
		counted.run();
	}

	@Override
	public void acknowledge(String watchId, ServiceKey service, long revision) {
		String owner = watchId.substring(0, Math.max(0, watchId.lastIndexOf('.')));
		if (owner.equals(this.replicas.self())) {
			LiveWatch watch = this.watches.get(watchId);
			if (watch != null) {
				watch.acknowledge(service, revision);
			}
		}
		else {
			this.rounds.forward(owner, watchId, service, revision);
		}
	}

	/** The newest state of a service, under that name where it is unknown. */
	WatchEvent.Snapshot snapshot(ServiceKey service, String name) {
		// In this order, as RegistryView.revision has it.
		long absent = this.view.absentRevision(service);
		Optional<ServiceSnapshot> present = this.view.service(service);
		if (present.isPresent()) {
			return new WatchEvent.Snapshot(present.get().revision(), present.get().encoded(InstanceFilter.ALL).json());
		}
		ServiceInstances none = new ServiceInstances(service.namespace(), name, absent, false, List.of());
		return new WatchEvent.Snapshot(absent, this.json.writeValueAsBytes(none));
	}

}
