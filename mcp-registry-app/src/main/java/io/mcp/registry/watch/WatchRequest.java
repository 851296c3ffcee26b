package io.mcp.registry.watch;

import java.util.List;

import io.mcp.registry.instance.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to watch.
 *
 * @param services the services, each once
 * @param client where he is, for counting
 */
public record WatchRequest(List<Service> services, String client) {

	/** How many services one stream may carry. */
	public static final int MAX_SERVICES = 500;

	public WatchRequest {
		services = List.copyOf(services);
		if (services.isEmpty() || services.size() > MAX_SERVICES) {
			throw new IllegalArgumentException(
					"services: " + services.size() + " (expected: 1 to " + MAX_SERVICES + ")");
		}
	}

	/**
	 * One of the services.
	 *
	 * @param key which
	 * @param name its name as asked for, shown while nobody has registered it
	 * @param revision the revision that the reader has; {@code null} where he has nothing
	 */
	public record Service(ServiceKey key, String name, @Nullable Long revision) {

	}

}
