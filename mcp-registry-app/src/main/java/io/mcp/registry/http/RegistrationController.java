package io.mcp.registry.http;

import java.net.URI;
import java.util.List;

import io.mcp.protocol.Limits;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.RegisterResponse;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.lifecycle.Amendment;
import io.mcp.registry.lifecycle.Departure;
import io.mcp.registry.lifecycle.RegisterOutcome;
import io.mcp.registry.lifecycle.Registry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What changes the list: instances come, change and leave. */
@RestController
@Tag(name = "Registration")
final class RegistrationController {

	private static final String INSTANCE = "/v1/services/{service}/instances/{instance_id}";

	private static final int BODY_LIMIT = 64 * 1024;

	private static final double SHORTEST_HEARTBEAT_INTERVAL = 0.3;

	private final Registry registry;

	private final BodyReader bodies;

	RegistrationController(Registry registry, BodyReader bodies) {
		this.registry = registry;
		this.bodies = bodies;
	}

	@Operation(operationId = "register", summary = "List an instance under a lease",
			description = "The same live instance may register again: its lease is replaced by a new one.")
	@RequestBody(required = true,
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = RegisterRequest.class)))
	@ApiResponse(responseCode = "201", description = "Listed; Location is the instance")
	@ApiResponse(responseCode = "200", description = "The same live instance registered again")
	@ApiResponse(responseCode = "409", description = "A live instance at another address holds the id")
	@PostMapping(path = "/v1/register", produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<RegisterResponse>> register(ServerHttpRequest request) {
		return this.bodies.read(request, BODY_LIMIT)
			.map((body) -> RegistrationReader.registration(body, new Query(request)))
			.flatMap(this::register);
	}

	@Operation(operationId = "deregister", summary = "Take an instance off the list",
			description = "Also where it is gone already.")
	@Parameter(name = "lease_id", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
			description = "The caller's lease: where a newer registration holds the id, that one stays")
	@ApiResponse(responseCode = "204", description = "It is not listed any more")
	@ApiResponse(responseCode = "409", description = "A newer registration holds the lease")
	@DeleteMapping(INSTANCE)
	Mono<ResponseEntity<Void>> deregister(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerHttpRequest request) {
		Query query = new Query(request);
		InstanceKey instance = query.instance(service, id);
		String leaseId = query.leaseId();
		query.errors().throwIfAny();
		return Mono.fromCompletionStage(() -> this.registry.deregister(instance, leaseId)).map((departure) -> {
			if (departure == Departure.TAKEN_OVER) {
				throw Problems.takenOver(instance);
			}
			return ResponseEntity.noContent().build();
		});
	}

	@Operation(operationId = "amend", summary = "Change status, weight, metadata, zone or tags",
			description = "A JSON merge-patch (RFC 7396): null removes. Everything else needs a new registration.")
	@RequestBody(required = true,
			content = { @Content(mediaType = "application/merge-patch+json", schema = @Schema(ref = ApiSchemas.PATCH)),
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(ref = ApiSchemas.PATCH)) })
	@ApiResponse(responseCode = "200", description = "The instance after the change")
	@ApiResponse(responseCode = "404", description = "No such instance")
	@PatchMapping(path = INSTANCE, produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<InstanceDetails> amend(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerHttpRequest request) {
		Query query = new Query(request);
		InstanceKey instance = query.instance(service, id);
		query.errors().throwIfAny();
		return this.bodies.read(request, BODY_LIMIT)
			.map(RegistrationReader::patch)
			.flatMap((patch) -> Mono.fromCompletionStage(() -> this.registry.amend(instance, patch)))
			.map((amendment) -> {
				if (amendment instanceof Amendment.Amended amended) {
					return InstanceDetails.of(amended.instance());
				}
				throw Problems.unknown(instance);
			});
	}

	private Mono<ResponseEntity<RegisterResponse>> register(Registration registration) {
		return Mono.fromCompletionStage(() -> this.registry.register(registration)).map((outcome) -> {
			if (outcome instanceof RegisterOutcome.Registered registered) {
				return answer(registered);
			}
			RegisterOutcome.Conflict conflict = (RegisterOutcome.Conflict) outcome;
			throw Problems.instanceHeld(registration.key(), conflict.holder());
		});
	}

	private static ResponseEntity<RegisterResponse> answer(RegisterOutcome.Registered registered) {
		Instance instance = registered.instance();
		RegisterResponse body = new RegisterResponse(instance.serviceName(), instance.instanceId(),
				instance.namespace(), instance.leaseId(), instance.ttl(), heartbeatInterval(instance),
				instance.revision(), List.of());
		return registered.created() ? ResponseEntity.created(locationOf(instance)).body(body) : ResponseEntity.ok(body);
	}

	/** A third of the lease, so that two heartbeats may get lost. */
	private static double heartbeatInterval(Instance instance) {
		if (!instance.isLeased()) {
			return 0;
		}
		double third = Math.round(instance.ttl() * 1000 / 3.0) / 1000.0;
		return Math.max(SHORTEST_HEARTBEAT_INTERVAL, third);
	}

	private static URI locationOf(Instance instance) {
		String path = "/v1/services/" + instance.serviceName() + "/instances/" + instance.instanceId();
		boolean usual = instance.namespace().equals(Limits.DEFAULT_NAMESPACE);
		return URI.create(usual ? path : path + "?namespace=" + instance.namespace());
	}

}
