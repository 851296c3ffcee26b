package io.mcp.registry.watch;

import io.mcp.protocol.Change;
import io.mcp.registry.store.StoredChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a stream tells its reader. Immutable and thread-safe. */
public sealed interface WatchEvent {

	/** One change, on the revision that the reader has. One object for all readers. */
	final class Delta implements WatchEvent {

		private final StoredChange change;

		private final long previousRevision;

		private final long revision;

		private final JsonMapper mapper;

		private volatile byte @Nullable [] json;

		Delta(StoredChange change, long previousRevision, long revision, JsonMapper mapper) {
			this.change = change;
			this.previousRevision = previousRevision;
			this.revision = revision;
			this.mapper = mapper;
		}

		/** As it goes over the wire. */
		public Change change() {
			return new Change(this.change.type(), this.change.instance().namespace(),
					this.change.instance().serviceName(), this.previousRevision, this.revision, this.change.at(),
					this.change.instance().info(), this.change.acknowledge());
		}

		/**
		 * The {@link #change()} as JSON in UTF-8; encoded when first asked for, by the
		 * first who asks. Never write to it.
		 */
		public byte[] json() {
			byte[] kept = this.json;
			if (kept == null) {
				synchronized (this) {
					kept = this.json;
					if (kept == null) {
						kept = this.mapper.writeValueAsBytes(change());
						this.json = kept;
					}
				}
			}
			return kept;
		}

		StoredChange stored() {
			return this.change;
		}

		long previousRevision() {
			return this.previousRevision;
		}

		/** The service's revision after it. */
		public long revision() {
			return this.revision;
		}

	}

	/**
	 * The whole of one service.
	 *
	 * @param revision its revision
	 * @param json every instance of it, as {@link io.mcp.protocol.ServiceInstances} in
	 * UTF-8; never write to it
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared, and shared on purpose
	record Snapshot(long revision, byte[] json) implements WatchEvent {

	}

	/** Nothing has happened, and the registry is still there. */
	record Ping() implements WatchEvent {

	}

}
