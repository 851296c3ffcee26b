package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.mcp.discovery.cache.Pulse;
import io.mcp.discovery.cache.WatchedLists;
import io.mcp.discovery.transport.EventReader;
import io.mcp.discovery.transport.RegistryJson;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.discovery.transport.Scheduler.Task;
import io.mcp.discovery.transport.ServerEvent;
import io.mcp.discovery.transport.StreamEnd;
import io.mcp.discovery.transport.StreamEnd.Kind;
import io.mcp.protocol.Change;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;
import io.mcp.protocol.Watch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * One stream from one address: applies what comes, acknowledges what is asked for, and
 * notices silence. Used on the scheduler's thread only. It counts as open when its first
 * byte came, because a proxy that holds back an answer may well pass its head.
 */
final class WatchStream implements EventReader {

	private static final Logger logger = LoggerFactory.getLogger(WatchStream.class);

	private final URI address;

	private final Map<String, Long> services;

	private final WatchedLists lists;

	private final WatchCalls calls;

	private final Scheduler scheduler;

	private final WatchTiming timing;

	private final Owner owner;

	private final Pulse pulse;

	private String watchId = "";

	private long lastByteAt;

	private @Nullable Instant openSince;

	private long openedAt;

	private @Nullable Runnable connection;

	private @Nullable Task timer;

	private boolean over;

	/**
	 * Creates a stream that is not opened.
	 * @param address where it comes from
	 * @param services the services with the revisions that are here; -1 for none
	 * @param lists what is kept fresh
	 * @param calls what reaches the registry
	 * @param scheduler the thread of all this
	 * @param timing how long to wait
	 * @param owner who is told
	 */
	WatchStream(URI address, Map<String, Long> services, WatchedLists lists, WatchCalls calls, Scheduler scheduler,
			WatchTiming timing, Owner owner) {
		this.address = address;
		this.services = Map.copyOf(services);
		this.lists = lists;
		this.calls = calls;
		this.scheduler = scheduler;
		this.timing = timing;
		this.owner = owner;
		this.pulse = new Pulse(scheduler.nanos());
	}

	void open() {
		expectWithin(this.timing.requestTimeout(), "no head");
		this.connection = this.calls.open(this.address, this.services, this);
	}

	/** Closes it without a word to the owner. */
	void close() {
		this.over = true;
		this.pulse.stop();
		cancelTimer();
		if (this.connection != null) {
			this.connection.run();
		}
	}

	URI address() {
		return this.address;
	}

	Set<String> services() {
		return this.services.keySet();
	}

	/** When its first byte came; {@code null} where none came yet. */
	@Nullable Instant openSince() {
		return this.openSince;
	}

	/** How long it has been open. */
	Duration life() {
		return (this.openSince != null) ? Duration.ofNanos(this.scheduler.nanos() - this.openedAt) : Duration.ZERO;
	}

	@Override
	public void opened(String watchId) {
		if (!this.over) {
			this.watchId = watchId;
			expectWithin(this.timing.requestTimeout(), "a head, but no first byte");
		}
	}

	@Override
	public void alive() {
		if (this.over) {
			return;
		}
		this.lastByteAt = this.scheduler.nanos();
		this.pulse.beat(this.lastByteAt);
		if (this.openSince == null) {
			this.openSince = this.scheduler.instant();
			this.openedAt = this.lastByteAt;
			cancelTimer();
			listen(WatchTiming.LONGEST_SILENCE);
			this.lists.carriedBy(this.services.keySet(), this.pulse);
			this.owner.opened(this);
		}
	}

	@Override
	public void event(ServerEvent event) {
		if (this.over) {
			return;
		}
		try {
			if (event.name().equals(Watch.CHANGE)) {
				apply(RegistryJson.MAPPER.readValue(event.data(), Change.class));
			}
			else if (event.name().equals(Watch.SNAPSHOT)) {
				apply(RegistryJson.MAPPER.readValue(event.data(), ServiceInstances.class));
			}
		}
		catch (JacksonException ex) {
			logger.warn("{} sent a {} that cannot be read ({}): the lists of the stream are fetched", this.address,
					event.name(), ex.getOriginalMessage());
			this.services.keySet().forEach(this.lists::load);
		}
	}

	@Override
	public void ended(StreamEnd end) {
		if (!this.over) {
			close();
			this.owner.ended(this, end);
		}
	}

	private void apply(Change change) {
		this.lists.apply(change).thenAccept((applied) -> {
			if (applied && change.acknowledge()) {
				acknowledge(change.serviceName(), change.revision());
			}
		});
	}

	private void apply(ServiceInstances snapshot) {
		boolean applied = this.lists.apply(snapshot);
		if (applied && snapshot.instances().stream().anyMatch((one) -> one.status() == Status.DRAINING)) {
			acknowledge(snapshot.serviceName(), snapshot.revision());
		}
	}

	private void acknowledge(String service, long revision) {
		if (!this.watchId.isEmpty()) {
			this.calls.acknowledge(this.address, this.watchId, service, revision);
		}
	}

	private void expectWithin(Duration time, String instead) {
		cancelTimer();
		this.timer = this.scheduler.after(time,
				() -> silent(instead + " of a stream within " + time.toMillis() + " ms"));
	}

	/** One planned look at a time, not one for each byte. */
	private void listen(Duration delay) {
		this.timer = this.scheduler.after(delay, () -> {
			Duration silence = Duration.ofNanos(this.scheduler.nanos() - this.lastByteAt);
			if (silence.compareTo(WatchTiming.LONGEST_SILENCE) < 0) {
				listen(WatchTiming.LONGEST_SILENCE.minus(silence));
				return;
			}
			String reason = "no ping within " + WatchTiming.LONGEST_SILENCE.toSeconds() + " s";
			this.calls.lost(this.address, this.address + ": " + reason);
			silent(reason);
		});
	}

	private void silent(String reason) {
		ended(new StreamEnd(Kind.SILENT, this.address + ": " + reason, null));
	}

	private void cancelTimer() {
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/** Who keeps the stream. */
	interface Owner {

		/** The first byte came. */
		void opened(WatchStream stream);

		/** It is over, or did not come about. */
		void ended(WatchStream stream, StreamEnd end);

	}

}
