package io.mcp.registry.instance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * A merge-patch (RFC 7396) of what may change without a new registration. A component
 * that is {@code null} leaves its field as it is.
 *
 * @param status new declared status
 * @param weight new weight
 * @param zone new zone; an empty optional removes it
 * @param tags new tags
 * @param metadata entries to set; an empty optional removes the entry
 * @param replacesMetadata whether the present metadata is dropped first
 */
public record InstancePatch(@Nullable Status status, @Nullable Integer weight, @Nullable Optional<String> zone,
		@Nullable List<String> tags, Map<String, Optional<String>> metadata, boolean replacesMetadata) {

	/** A patch of the declared status alone. */
	public static InstancePatch declaring(Status status) {
		return new InstancePatch(status, null, null, null, Map.of(), false);
	}

	/** The instance after the patch. */
	public Instance applyTo(Instance current) {
		Map<String, String> merged = new LinkedHashMap<>();
		if (!this.replacesMetadata) {
			merged.putAll(current.metadata());
		}
		this.metadata.forEach(
				(key, value) -> value.ifPresentOrElse((present) -> merged.put(key, present), () -> merged.remove(key)));
		return current.with((this.status != null) ? this.status : current.status(),
				(this.weight != null) ? this.weight : current.weight(),
				(this.zone != null) ? this.zone.orElse(null) : current.zone(),
				(this.tags != null) ? this.tags : current.tags(), Collections.unmodifiableMap(merged));
	}

}
