package io.mcp.discovery.cache;

import java.time.Duration;

import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a fetched list replaces the known one. Not thread-safe: fetches of one
 * service follow one another.
 * <p>
 * A registry that lost its memory, or a replica that lags behind, answers in good faith
 * with too little, and callers would stop calling instances that are well. So
 * <ul>
 * <li>a list that lost more than half of its instances is believed when a second fetch
 * shortly after says so too;</li>
 * <li>a list with an older revision than the known one is believed when it still comes at
 * the next regular pull: by then a lagging replica has caught up, and a store that went
 * back in time has been filled again by the instances' own heartbeats.</li>
 * </ul>
 * An empty known list protects nobody, so whatever comes after it is believed at once.
 */
final class Suspicion {

	private final Duration patience;

	private @Nullable Verdict pending;

	private long pendingSince;

	/**
	 * Creates a suspicion.
	 * @param patience how long an older list is not believed
	 */
	Suspicion(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Judges a list.
	 * @param known the list that callers get at present
	 * @param fetched the one that came
	 * @param now the time in nanoseconds
	 * @return what to do with it
	 */
	Verdict judge(ServiceInstances known, ServiceInstances fetched, long now) {
		Verdict doubt = doubt(known, fetched);
		if (doubt == Verdict.BELIEVE || doubt == this.pending && confirms(doubt, now)) {
			clear();
			return Verdict.BELIEVE;
		}
		if (doubt != this.pending) {
			this.pending = doubt;
			this.pendingSince = now;
		}
		return doubt;
	}

	/** The known list was confirmed. */
	void clear() {
		this.pending = null;
	}

	private boolean confirms(Verdict doubt, long now) {
		return doubt == Verdict.ASK_AGAIN_SOON || now - this.pendingSince >= this.patience.toNanos();
	}

	private static Verdict doubt(ServiceInstances known, ServiceInstances fetched) {
		if (known.instances().isEmpty()) {
			return Verdict.BELIEVE;
		}
		if (fetched.revision() < known.revision()) {
			return Verdict.ASK_AGAIN_LATER;
		}
		boolean recovered = known.degraded() && !fetched.degraded() && !fetched.instances().isEmpty();
		boolean lostMost = fetched.instances().size() * 2 < known.instances().size();
		return (lostMost && !recovered) ? Verdict.ASK_AGAIN_SOON : Verdict.BELIEVE;
	}

	/** What to do with a fetched list. */
	enum Verdict {

		/** It is the new known list. */
		BELIEVE,
		/** Keep the known list and fetch again in a moment. */
		ASK_AGAIN_SOON,
		/** Keep the known list until the next regular pull. */
		ASK_AGAIN_LATER

	}

}
