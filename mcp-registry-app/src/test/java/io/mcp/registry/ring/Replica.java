package io.mcp.registry.ring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.Heartbeat;
import io.mcp.registry.McpRegistryApplication;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.lifecycle.Departure;
import io.mcp.registry.lifecycle.RegisterOutcome;
import io.mcp.registry.lifecycle.Registry;
import io.mcp.registry.replica.Replicas;
import io.mcp.registry.view.InstanceFilter;
import io.mcp.registry.view.RegistryView;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.awaitility.Awaitility.await;

/** A whole registry without its transports, on a Redis of the test's. */
final class Replica implements ChurnedReplica {

	private final ConfigurableApplicationContext context;

	Replica(String... properties) {
		this.context = new SpringApplicationBuilder(McpRegistryApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
			.properties(properties)
			.run();
	}

	Replica loaded() {
		await().until(view()::isLoaded);
		return this;
	}

	Registry registry() {
		return this.context.getBean(Registry.class);
	}

	RegistryView view() {
		return this.context.getBean(RegistryView.class);
	}

	Replicas replicas() {
		return this.context.getBean(Replicas.class);
	}

	RegisterOutcome register(Registration registration) {
		return result(registry().register(registration));
	}

	Instance registered(Registration registration) {
		return ((RegisterOutcome.Registered) register(registration)).instance();
	}

	Renewal renew(InstanceKey instance, @Nullable String leaseId) {
		return result(registry().renew(instance, new Heartbeat(leaseId, null, null)));
	}

	Departure deregister(InstanceKey instance, @Nullable String leaseId) {
		return result(registry().deregister(instance, leaseId));
	}

	Optional<Instance> find(InstanceKey key) {
		return view().service(key.service()).flatMap((service) -> service.instance(key.id()));
	}

	@Override
	public CompletionStage<String> enter(Registration registration) {
		return registry().register(registration)
			.thenApply((outcome) -> ((RegisterOutcome.Registered) outcome).instance().leaseId());
	}

	@Override
	public CompletionStage<?> leave(InstanceKey instance, String leaseId) {
		return registry().deregister(instance, leaseId);
	}

	@Override
	public List<InstanceKey> renew(List<LeaseClaim> claims) {
		List<Renewal> renewals = result(registry().renewAll(claims));
		return IntStream.range(0, claims.size())
			.filter((i) -> renewals.get(i) != Renewal.EXTENDED)
			.mapToObj((i) -> claims.get(i).instance())
			.toList();
	}

	@Override
	public Map<String, String> shown() {
		return view().all()
			.stream()
			.flatMap((service) -> service.instances().stream())
			.collect(Collectors.toMap((instance) -> instance.key().toString(),
					(instance) -> instance.health().name() + '@' + instance.revision()));
	}

	/** Ids that callers are told of. */
	List<String> listed(ServiceKey service) {
		return view().service(service)
			.map((it) -> it.select(InstanceFilter.ROUTABLE).instances().stream().map((i) -> i.instanceId()).toList())
			.orElse(List.of());
	}

	static <T> T result(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
