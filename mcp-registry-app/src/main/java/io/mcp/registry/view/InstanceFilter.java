package io.mcp.registry.view;

import java.util.Map;

import io.mcp.registry.instance.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Which instances of a service are asked for.
 *
 * @param anyHealth whether instances that callers should not use are wanted too
 * @param anyStatus whether instances that are not {@code UP} are wanted too
 * @param zone wanted zone, or {@code null} for any
 * @param tag wanted tag, or {@code null} for any
 * @param version wanted version, or {@code null} for any
 * @param metadata entries that must all be there
 */
public record InstanceFilter(boolean anyHealth, boolean anyStatus, @Nullable String zone, @Nullable String tag,
		@Nullable String version, Map<String, String> metadata) {

	/** The routable ones. */
	public static final InstanceFilter ROUTABLE = new InstanceFilter(false, false, null, null, null, Map.of());

	/** Every one that there is. */
	public static final InstanceFilter ALL = new InstanceFilter(true, true, null, null, null, Map.of());

	public InstanceFilter {
		metadata = Map.copyOf(metadata);
	}

	/** Whether labels match; says nothing of status and health. */
	boolean matchesLabels(Instance instance) {
		return (this.zone == null || this.zone.equals(instance.zone()))
				&& (this.tag == null || instance.tags().contains(this.tag))
				&& (this.version == null || this.version.equals(instance.version()))
				&& instance.metadata().entrySet().containsAll(this.metadata.entrySet());
	}

}
