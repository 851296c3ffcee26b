package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mcp.discovery.transport.StreamEnd;
import io.mcp.discovery.transport.StreamEnd.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Signs of something between that holds streams back or cuts them, rather than of a
 * registry that is slow, busy or away. Used on the scheduler's thread only.
 */
final class Interference {

	/** What a registry that is slow or ends does as well as a proxy. */
	private static final Set<Kind> WITHOUT_FIRST_BYTE = Set.of(Kind.SILENT, Kind.ENDED, Kind.CUT);

	/** One may be a slow answer, or a replica that dies. */
	private static final int ROUNDS_WITHOUT_FIRST_BYTE = 3;

	/**
	 * Where a short life ended in good order: once, that may be a replica shutting down.
	 */
	private final Set<URI> endedOnce = new HashSet<>();

	private int shortLives;

	private int roundsWithoutFirstByte;

	/** A stream is open. */
	void opened() {
		this.roundsWithoutFirstByte = 0;
	}

	/** An open stream ended. */
	void ended(URI address, Duration life, Kind kind) {
		if (life.compareTo(WatchTiming.SHORT_LIFE) >= 0 || kind == Kind.SILENT) {
			excuse();
		}
		else if (kind != Kind.ENDED || !this.endedOnce.add(address)) {
			this.shortLives++;
		}
	}

	/** How many streams in a row lived short. */
	int shortLives() {
		return this.shortLives;
	}

	/** Forgets that streams lived short: something else was the reason. */
	void excuse() {
		this.shortLives = 0;
		this.endedOnce.clear();
	}

	/**
	 * No address gave a stream.
	 * @param failures why, each address once
	 * @return the one to look at more closely; {@code null} where the registry is the
	 * likely reason
	 */
	@Nullable Failure roundFailed(List<Failure> failures) {
		boolean busy = first(failures, Set.of(Kind.BUSY)) != null;
		boolean excused = busy || first(failures, Set.of(Kind.UNREACHABLE)) != null;
		if (excused) {
			excuse();
		}
		Failure refused = first(failures, Set.of(Kind.NO_STREAM));
		Failure without = first(failures, WITHOUT_FIRST_BYTE);
		this.roundsWithoutFirstByte = (without != null && !excused) ? this.roundsWithoutFirstByte + 1 : 0;
		Failure blocked = (refused == null && this.roundsWithoutFirstByte >= ROUNDS_WITHOUT_FIRST_BYTE) ? without
				: refused;
		if (blocked == null || busy) {
			return null;
		}
		this.roundsWithoutFirstByte = 0;
		return blocked;
	}

	private static @Nullable Failure first(List<Failure> failures, Set<Kind> kinds) {
		return failures.stream().filter((failure) -> kinds.contains(failure.end().kind())).findFirst().orElse(null);
	}

	/**
	 * An address that gave no stream.
	 *
	 * @param address the address
	 * @param end why
	 */
	record Failure(URI address, StreamEnd end) {

	}

}
