package io.mcp.registry.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where replicas tell each other which subscribers have acknowledged a change. Kept for
 * {@link #KEPT_SECONDS} after the last word. Thread-safe; nothing blocks. Stages fail
 * with {@link StoreUnavailableException} while the store is away.
 */
public interface AcknowledgementBoard {

	/** For how long a word is kept; longer than anybody waits. */
	int KEPT_SECONDS = 90;

	/** Writes how a replica's own streams stand, in the place of what it wrote before. */
	CompletionStage<Void> report(int partition, long revision, String replica, Tally tally);

	/** Writes that a stream of another replica acknowledged here. */
	CompletionStage<Void> forward(int partition, long revision, String watchId);

	/** Everything that was written about the change. */
	CompletionStage<Page> read(int partition, long revision);

	/**
	 * Streams that carry the service of a change.
	 *
	 * @param subscribers how many there are
	 * @param acknowledged how many of them have acknowledged
	 */
	record Tally(int subscribers, int acknowledged) {

		/** How many have not. */
		public int pending() {
			return this.subscribers - this.acknowledged;
		}

	}

	/**
	 * What is known of one change.
	 *
	 * @param tallies the replicas' own words
	 * @param forwarded streams that acknowledged at another replica than theirs
	 */
	record Page(Map<String, Tally> tallies, Set<String> forwarded) {

		public Page {
			tallies = Map.copyOf(tallies);
			forwarded = Set.copyOf(forwarded);
		}

	}

}
