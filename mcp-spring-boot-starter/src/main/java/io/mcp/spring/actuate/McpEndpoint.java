package io.mcp.spring.actuate;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.cache.CachedService;
import io.mcp.discovery.cache.CachedService.Source;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.discovery.transport.RegistryState;
import io.mcp.discovery.watch.SubscriptionState;
import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;
import io.mcp.spring.registration.McpRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/mcp}: how this application is registered, how the registry's addresses
 * answer, how changes come from there, and which services are in memory. Shows the lease
 * id, with which the instance can be deregistered, so expose it to operators only.
 */
@Endpoint(id = "mcp")
public final class McpEndpoint {

	private final DiscoveryParts parts;

	McpEndpoint(DiscoveryParts parts) {
		this.parts = parts;
	}

	/**
	 * What discovery knows at the moment.
	 * @return a snapshot
	 */
	@ReadOperation
	public Report report() {
		McpRegistration registration = this.parts.registration();
		return new Report((registration != null) ? Registration.of(registration) : null, this.parts.registry().get(),
				this.parts.subscription(), this.parts.services().stream().map(Service::of).toList());
	}

	/**
	 * The endpoint's answer.
	 *
	 * @param registration this application's registration; absent in a pure consumer
	 * @param registry the registry's addresses and how they answer
	 * @param subscription how changes reach this application, since when and why; absent
	 * in a pure provider
	 * @param services the services in memory
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Report(@Nullable Registration registration, RegistryState registry,
			@Nullable SubscriptionState subscription, List<Service> services) {

	}

	/**
	 * This application's registration.
	 *
	 * @param state where it is, with the ids of instance and lease
	 * @param address the address and why it was chosen
	 * @param port the port
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Registration(RegistrationState state, @Nullable ChosenAddress address, @Nullable Integer port) {

		static Registration of(McpRegistration registration) {
			return new Registration(registration.state(), registration.address().orElse(null),
					registration.port().orElse(null));
		}

	}

	/**
	 * A service in memory.
	 *
	 * @param name its name
	 * @param revision its last change; 0 where it is unknown
	 * @param count how many instances callers may use
	 * @param degraded whether these are the unstable ones for want of healthy ones
	 * @param status of all instances, how many declare which status
	 * @param health of all instances, how many are seen in which health
	 * @param source whether the registry told, or the snapshot of an earlier run
	 * @param age time since the registry last confirmed the list
	 * @param lastError why the last refresh failed
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Service(String name, long revision, int count, boolean degraded, Map<Status, Long> status,
			Map<Health, Long> health, Source source, @Nullable Duration age, @Nullable String lastError) {

		static Service of(CachedService service) {
			return new Service(service.serviceName(), service.revision(), service.instances().size(),
					service.degraded(), count(service.all(), InstanceInfo::status, Status.class),
					count(service.all(), InstanceInfo::health, Health.class), service.source(), service.age(),
					service.lastError());
		}

		private static <K extends Enum<K>> Map<K, Long> count(List<InstanceInfo> instances,
				Function<InstanceInfo, K> by, Class<K> keys) {
			return instances.stream()
				.collect(Collectors.groupingBy(by, () -> new EnumMap<>(keys), Collectors.counting()));
		}

	}

}
