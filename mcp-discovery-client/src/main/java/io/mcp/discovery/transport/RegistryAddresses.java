package io.mcp.discovery.transport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.RegistryState.Address;
import io.mcp.discovery.transport.RegistryState.Reachability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which address to ask, and how long to leave all of them alone after none helped.
 * Thread-safe: short locked updates, readers see immutable snapshots.
 * <p>
 * The current address stays while it works. When it fails, the next one in line becomes
 * the current one for everybody. A registry that is there but refuses writes, because its
 * store is away, still answers reads: so a failure that the registry itself reports holds
 * back only requests of that kind, while one without any answer holds back both.
 */
final class RegistryAddresses {

	private static final Logger logger = LoggerFactory.getLogger(RegistryAddresses.class);

	private final InstantSource instants;

	private final LongSupplier nanos;

	private final Pause unreachable;

	private final Pause failingReads;

	private final Pause failingWrites;

	private volatile RegistryState state;

	private int current;

	RegistryAddresses(List<URI> uris, int first, InstantSource instants, LongSupplier nanos, Jitter jitter) {
		this.instants = instants;
		this.nanos = nanos;
		this.unreachable = new Pause(jitter);
		this.failingReads = new Pause(jitter);
		this.failingWrites = new Pause(jitter);
		this.current = first;
		this.state = new RegistryState(uris.get(first),
				uris.stream().map((uri) -> new Address(uri, Reachability.UNKNOWN, null, null, null, null)).toList());
	}

	RegistryState state() {
		return this.state;
	}

	URI uri(int index) {
		return this.state.addresses().get(index).uri();
	}

	/** The indexes to try for one request, the current address first. */
	synchronized List<Integer> round() {
		int size = this.state.addresses().size();
		List<Integer> round = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			round.add((this.current + i) % size);
		}
		return round;
	}

	/** The indexes to try for one request, that address first. */
	synchronized List<Integer> roundFrom(URI first) {
		List<Integer> round = new ArrayList<>(round());
		round.stream().filter((index) -> uri(index).equals(first)).findFirst().ifPresent((index) -> {
			round.remove(index);
			round.add(0, index);
		});
		return round;
	}

	synchronized void answered(int index, boolean read) {
		Address known = this.state.addresses().get(index);
		if (this.state.addresses().get(this.current).reachability() == Reachability.UNREACHABLE) {
			this.current = index;
		}
		replace(index, new Address(known.uri(), Reachability.REACHABLE, this.instants.instant(), null,
				known.lastError(), known.lastErrorAt()));
		boolean lost = this.unreachable.end();
		if (pauseOf(read).end() || lost) {
			logger.info("The registry answers {} again, at {}", read ? "lookups" : "registrations and heartbeats",
					known.uri());
		}
	}

	/**
	 * An address gave no answer that counts.
	 * @return whether it did not answer at all, and did so before
	 */
	synchronized boolean failed(int index, Outage<?> outage) {
		Instant now = this.instants.instant();
		Address known = this.state.addresses().get(index);
		Reachability reachability = outage.answered() ? Reachability.FAILING : Reachability.UNREACHABLE;
		Instant since = (known.unreachableSince() != null) ? known.unreachableSince() : now;
		if (index == this.current) {
			this.current = (index + 1) % this.state.addresses().size();
		}
		replace(index, new Address(known.uri(), reachability, known.lastSuccess(), since, outage.reason(), now));
		boolean lost = reachability == Reachability.UNREACHABLE && known.reachability() != reachability;
		if (lost && this.current != index) {
			logger.info("A registry does not answer ({}); {} is asked from now on", outage.reason(),
					this.state.current());
		}
		return lost;
	}

	/** No address helped in one round. */
	synchronized void allFailed(Outage<?> outage, boolean read) {
		Duration retryAfter = (outage.retryAfter() != null) ? outage.retryAfter() : Duration.ZERO;
		Pause pause = outage.answered() ? pauseOf(read) : this.unreachable;
		if (!pause.extend(this.nanos.getAsLong(), retryAfter)) {
			logger.debug("The registry still fails: {}", outage.reason());
		}
		else if (!outage.answered()) {
			logger.warn("The registry cannot be reached ({}). Registration is tried again in the background, known "
					+ "instances stay known", outage.reason());
		}
		else {
			logger.warn("The registry is there, but fails {} ({}). They are tried again in the background",
					read ? "lookups" : "registrations and heartbeats", outage.reason());
		}
	}

	/** Time for which asking would be pestering; zero while some address helps. */
	synchronized Duration pause(boolean read) {
		long now = this.nanos.getAsLong();
		Duration first = this.unreachable.remaining(now);
		Duration second = pauseOf(read).remaining(now);
		return (first.compareTo(second) > 0) ? first : second;
	}

	private Pause pauseOf(boolean read) {
		return read ? this.failingReads : this.failingWrites;
	}

	private void replace(int index, Address address) {
		List<Address> addresses = new ArrayList<>(this.state.addresses());
		addresses.set(index, address);
		this.state = new RegistryState(addresses.get(this.current).uri(), addresses);
	}

}
