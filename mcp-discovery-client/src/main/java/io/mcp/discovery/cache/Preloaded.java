package io.mcp.discovery.cache;

import java.time.Duration;

import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;

/**
 * A list of an earlier life of this application.
 *
 * @param list every instance
 * @param selection those for callers
 * @param picker what picks from them; {@code null} where they are none
 * @param takenAt when a registry last said so, in nanoseconds
 */
record Preloaded(ServiceInstances list, Selection selection, @Nullable Picker picker, long takenAt) {

	Duration age(long now) {
		return Duration.ofNanos(now - this.takenAt);
	}

	CachedService describe(long now, @Nullable String error) {
		return new CachedService(this.list.serviceName(), this.list.revision(), this.selection.degraded(),
				this.selection.instances(), this.list.instances(), Source.SNAPSHOT, age(now), error);
	}

}
