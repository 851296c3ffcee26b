package io.mcp.registry.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.ServiceList;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.lifecycle.Registry;
import io.mcp.registry.view.InstanceFilter;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.view.ServicePage;
import io.mcp.registry.view.ServiceSnapshot;
import io.mcp.registry.watch.WatchHub;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** What is asked of the list. Answered from memory. */
@RestController
@Tag(name = "Discovery")
final class ServiceController {

	/**
	 * The lease is the one thing that memory does not know; an answer does not wait long
	 * for it.
	 */
	private static final Duration LEASE_PATIENCE = Duration.ofMillis(300);

	private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

	private final LoadedView view;

	private final Registry registry;

	private final WatchHub hub;

	private final JsonMapper json;

	ServiceController(LoadedView view, Registry registry, WatchHub hub, JsonMapper json) {
		this.view = view;
		this.registry = registry;
		this.hub = hub;
		this.json = json;
	}

	@Operation(operationId = "services", summary = "Page through the services of a namespace")
	@Parameter(name = "prefix", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
			description = "What the names begin with, in any case")
	@Parameter(ref = ApiDocument.LIMIT)
	@Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
			description = "next_cursor of the page before")
	@ApiResponse(responseCode = "200", description = "Services in the order of their names")
	@GetMapping(path = "/v1/services", produces = MediaType.APPLICATION_JSON_VALUE)
	ServiceList services(ServerWebExchange exchange) {
		RegistryView loaded = this.view.forAnswerTo(exchange);
		Query query = new Query(exchange.getRequest());
		String namespace = query.namespace();
		String prefix = query.value("prefix");
		String after = query.cursor();
		int limit = query.limit();
		query.errors().throwIfAny();
		ServicePage page = loaded.services(namespace, (prefix != null) ? prefix : "", after, limit);
		List<ServiceList.Entry> entries = page.services().stream().map(ServiceController::entryOf).toList();
		return new ServiceList(entries, (page.next() != null) ? Query.cursorAfter(page.next()) : null);
	}

	@Operation(operationId = "instances", summary = "The instances of a service that callers should use",
			description = "Those that are UP and HEALTHY; where none is HEALTHY, the UNSTABLE ones, marked as degraded. "
					+ "A service that is not known has an empty list.")
	@Parameter(ref = ApiDocument.ANY_HEALTH)
	@Parameter(ref = ApiDocument.ANY_STATUS)
	@Parameter(name = "zone", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
	@Parameter(name = "tag", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
	@Parameter(name = "version", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
	@Parameter(ref = ApiDocument.METADATA)
	@Parameter(name = "index", in = ParameterIn.QUERY, schema = @Schema(type = "integer", format = "int64"),
			description = "Revision of the list that the caller has: the answer waits for a later one")
	@Parameter(name = "wait", in = ParameterIn.QUERY, schema = @Schema(type = "string", defaultValue = "30s"),
			description = "How long it waits at the most, such as 250ms, 30s or 5m, which is the longest")
	@ApiResponse(responseCode = "200", description = "The instances, with an ETag",
			content = @Content(schema = @Schema(implementation = ServiceInstances.class)))
	@ApiResponse(responseCode = "304", description = "The same as under the ETag in If-None-Match")
	@ApiResponse(responseCode = "429", description = "This client has too many streams and blocking queries")
	@GetMapping(path = "/v1/services/{service}/instances", produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<byte[]>> instances(@PathVariable String service, ServerWebExchange exchange) {
		RegistryView loaded = this.view.forAnswerTo(exchange);
		Query query = new Query(exchange.getRequest());
		ServiceKey key = query.service(service);
		InstanceFilter filter = query.filter();
		Long index = query.index();
		Duration wait = query.duration("wait", DEFAULT_WAIT, LONGEST_WAIT);
		query.errors().throwIfAny();
		if (index == null || loaded.revision(key) > index) {
			return Mono.just(list(loaded, key, service, filter, exchange));
		}
		return new BlockingQuery(this.hub, ClientConnection.of(exchange.getRequest()), index).news(key, wait)
			.then(Mono.fromSupplier(() -> list(this.view.forAnswerTo(exchange), key, service, filter, exchange)));
	}

	private ResponseEntity<byte[]> list(RegistryView loaded, ServiceKey key, String name, InstanceFilter filter,
			ServerWebExchange exchange) {
		// Before the service: one that appears meanwhile must have a later revision.
		long absent = loaded.absentRevision(key);
		Optional<ServiceSnapshot> known = loaded.service(key);
		if (known.isPresent()) {
			return Representation.of(known.get().encoded(filter), exchange.getRequest());
		}
		ServiceInstances none = new ServiceInstances(key.namespace(), name, absent, false, List.of());
		return Representation.of(this.json.writeValueAsBytes(none), "\"none-" + absent + '"');
	}

	@Operation(operationId = "instance", summary = "One instance, whatever its state")
	@ApiResponse(responseCode = "200", description = "The instance")
	@ApiResponse(responseCode = "404", description = "No such instance")
	@GetMapping(path = "/v1/services/{service}/instances/{instance_id}", produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<InstanceDetails> instance(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerWebExchange exchange) {
		RegistryView loaded = this.view.forAnswerTo(exchange);
		Query query = new Query(exchange.getRequest());
		InstanceKey instance = query.instance(service, id);
		query.errors().throwIfAny();
		Instance found = loaded.service(instance.service())
			.flatMap((snapshot) -> snapshot.instance(instance.id()))
			.orElseThrow(() -> Problems.unknown(instance));
		if (!found.isLeased() || !loaded.staleness().isZero()) {
			return Mono.just(InstanceDetails.of(found));
		}
		return Mono.fromCompletionStage(this.registry.remaining(instance))
			.timeout(LEASE_PATIENCE)
			.map((remaining) -> InstanceDetails.of(found, remaining))
			.onErrorReturn(InstanceDetails.of(found));
	}

	private static ServiceList.Entry entryOf(ServiceSnapshot snapshot) {
		return new ServiceList.Entry(snapshot.displayName(), snapshot.instances().size(), snapshot.routableCount(),
				snapshot.revision());
	}

}
