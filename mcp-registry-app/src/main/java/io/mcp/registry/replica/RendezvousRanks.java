package io.mcp.registry.replica;

import java.util.List;

/**
 * Highest-random-weight hashing (Thaler and Ravishankar, 1998): every replica computes
 * the same order of replicas for a partition without a word, and a replica that comes or
 * goes moves only its own share.
 */
final class RendezvousRanks {

	private RendezvousRanks() {
	}

	/** How many of the replicas come before this one for the partition. */
	static int rank(String self, List<String> replicas, int partition) {
		long own = weight(self, partition);
		int before = 0;
		for (String other : replicas) {
			long weight = weight(other, partition);
			if (weight > own || (weight == own && other.compareTo(self) > 0)) {
				before++;
			}
		}
		return before;
	}

	/** 64-bit FNV-1a over the id, then the finalizer of SplitMix64 with the partition. */
	private static long weight(String replica, int partition) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < replica.length(); i++) {
			hash = (hash ^ replica.charAt(i)) * 0x100000001b3L;
		}
		hash += (partition + 1) * 0x9e3779b97f4a7c15L;
		hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
		hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
		return hash ^ (hash >>> 31);
	}

}
