package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;

import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/**
 * What is in memory about one service.
 *
 * @param serviceName name as registered, or as asked for where it is unknown
 * @param revision the service's last change; 0 where it is unknown
 * @param degraded whether no healthy instance exists and these are the unstable ones
 * @param instances the instances that callers get
 * @param all every instance, whatever its status and health, also those that callers
 * still get although the registry no longer tells of them
 * @param source who told
 * @param age time since the registry last confirmed the list; {@code null} where it never
 * answered
 * @param lastError why the last refresh failed; {@code null} where it did not
 */
public record CachedService(String serviceName, long revision, boolean degraded, List<InstanceInfo> instances,
		List<InstanceInfo> all, Source source, @Nullable Duration age, @Nullable String lastError) {

	public CachedService {
		instances = List.copyOf(instances);
		all = List.copyOf(all);
	}

	/** Who told a list. */
	public enum Source {

		/** Nobody yet. */
		NONE,
		/** The registry, in this life of the application. */
		REGISTRY,
		/** An earlier life of the application, by its snapshot on disk. */
		SNAPSHOT

	}

}
