package io.mcp.registry.http;

import java.util.ArrayList;
import java.util.List;

import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.Heartbeats;
import io.mcp.protocol.LeaseRef;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.lifecycle.Registry;
import io.mcp.registry.instance.Renewal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** What keeps instances on the list. */
@RestController
@Tag(name = "Heartbeats")
final class HeartbeatController {

	private static final int BODY_LIMIT = 64 * 1024;

	private static final int BATCH_BODY_LIMIT = 1024 * 1024;

	private final Registry registry;

	private final BodyReader bodies;

	HeartbeatController(Registry registry, BodyReader bodies) {
		this.registry = registry;
		this.bodies = bodies;
	}

	@Operation(operationId = "heartbeat", summary = "Renew one lease",
			description = "Without a lease_id, whichever lease is current. A status is declared along with it.")
	@RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
			schema = @Schema(implementation = Heartbeat.class)))
	@ApiResponse(responseCode = "204", description = "The lease runs for its whole ttl again")
	@ApiResponse(responseCode = "404", description = "No such lease: register again")
	@ApiResponse(responseCode = "409", description = "A newer registration holds the lease")
	@PutMapping("/v1/services/{service}/instances/{instance_id}/heartbeat")
	Mono<ResponseEntity<Void>> heartbeat(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerHttpRequest request) {
		Query query = new Query(request);
		InstanceKey instance = query.instance(service, id);
		query.errors().throwIfAny();
		return this.bodies.readOptional(request, BODY_LIMIT)
			.map(HeartbeatReader::one)
			.flatMap((heartbeat) -> Mono.fromCompletionStage(() -> this.registry.renew(instance, heartbeat)))
			.map((renewal) -> answer(instance, renewal));
	}

	@Operation(operationId = "heartbeats", summary = "Renew up to 1000 leases of a namespace")
	@RequestBody(required = true,
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Heartbeats.class)))
	@ApiResponse(responseCode = "200", description = "How many were renewed, and which were not: register those again",
			content = @Content(schema = @Schema(ref = ApiSchemas.HEARTBEATS_RESULT)))
	@PostMapping(path = "/v1/heartbeats", produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<Heartbeats.Result> heartbeats(ServerHttpRequest request) {
		return this.bodies.read(request, BATCH_BODY_LIMIT).flatMap((body) -> {
			Query query = new Query(request);
			String namespace = query.namespace();
			return renew(namespace, HeartbeatReader.batch(body, query.errors()));
		});
	}

	private Mono<Heartbeats.Result> renew(String namespace, List<LeaseRef> leases) {
		if (leases.isEmpty()) {
			return Mono.just(new Heartbeats.Result(0, List.of()));
		}
		List<LeaseClaim> claims = leases.stream()
			.map((lease) -> new LeaseClaim(new ServiceKey(namespace, lease.serviceName()).instance(lease.instanceId()),
					lease.leaseId()))
			.toList();
		return Mono.fromCompletionStage(() -> this.registry.renewAll(claims))
			.map((renewals) -> result(leases, renewals));
	}

	private static Heartbeats.Result result(List<LeaseRef> leases, List<Renewal> renewals) {
		List<LeaseRef> unknown = new ArrayList<>();
		for (int i = 0; i < leases.size(); i++) {
			if (renewals.get(i) != Renewal.EXTENDED) {
				unknown.add(leases.get(i));
			}
		}
		return new Heartbeats.Result(leases.size() - unknown.size(), unknown);
	}

	private static ResponseEntity<Void> answer(InstanceKey instance, Renewal renewal) {
		return switch (renewal) {
			case EXTENDED -> ResponseEntity.noContent().build();
			case FORGOTTEN -> throw Problems.forgotten(instance);
			case TAKEN_OVER -> throw Problems.takenOver(instance);
		};
	}

}
