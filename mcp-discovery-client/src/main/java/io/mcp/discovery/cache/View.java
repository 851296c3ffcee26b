package io.mcp.discovery.cache;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mcp.discovery.balance.Picker;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;

/**
 * What callers get of one service.
 *
 * @param told every instance, as the registry told
 * @param selection those for callers
 * @param picker what picks from them; {@code null} where they are none
 * @param etag the version of what was told; {@code null} where it was pushed
 * @param confirmedAt when the registry last said so in so many words, in nanoseconds
 * @param complete whether nothing is known to be missing, and nothing contradicts it
 */
record View(ServiceInstances told, Selection selection, @Nullable Picker picker, @Nullable String etag,
		long confirmedAt, boolean complete) {

	/** What was told, and what callers get beyond that. */
	List<InstanceInfo> all() {
		Set<String> told = this.told.instances().stream().map(InstanceInfo::instanceId).collect(Collectors.toSet());
		return Stream
			.concat(this.told.instances().stream(),
					this.selection.instances().stream().filter((one) -> !told.contains(one.instanceId())))
			.toList();
	}

	View confirmedAt(long moment) {
		return new View(this.told, this.selection, this.picker, this.etag, moment, this.complete);
	}

	View incomplete() {
		return new View(this.told, this.selection, this.picker, this.etag, this.confirmedAt, false);
	}

}
