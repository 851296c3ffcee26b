package io.mcp.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A page of {@code GET /v1/services}.
 *
 * @param services the services, in the order of their names
 * @param nextCursor what to pass as {@code cursor} for the next page; {@code null} on the
 * last
 */
public record ServiceList(@JsonProperty("services") List<Entry> services,
		@JsonProperty("next_cursor") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor) {

	public ServiceList {
		services = (services != null) ? List.copyOf(services) : List.of();
	}

	/**
	 * One service.
	 *
	 * @param serviceName name as registered
	 * @param instances all instances, whatever their state
	 * @param routable those that are {@code UP} and {@code HEALTHY}
	 * @param revision the service's last change
	 */
	public record Entry(@JsonProperty("service_name") String serviceName, @JsonProperty("instances") int instances,
			@JsonProperty("routable") int routable, @JsonProperty("revision") long revision) {

	}

}
