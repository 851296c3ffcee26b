package io.mcp.registry.http;

import io.mcp.protocol.OverrideRequest;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.lifecycle.Amendment;
import io.mcp.registry.lifecycle.Registry;
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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** An operator's word over an instance's own. */
@RestController
@Tag(name = "Operation")
final class OverrideController {

	private static final String OVERRIDE = "/v1/services/{service}/instances/{instance_id}/override";

	private static final int BODY_LIMIT = 16 * 1024;

	private final Registry registry;

	private final BodyReader bodies;

	OverrideController(Registry registry, BodyReader bodies) {
		this.registry = registry;
		this.bodies = bodies;
	}

	@Operation(operationId = "override", summary = "Let a status win over what the instance declares",
			description = "Survives heartbeats and new registrations until it is removed or has expired.")
	@RequestBody(required = true,
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = OverrideRequest.class)))
	@ApiResponse(responseCode = "200", description = "The instance under the override")
	@ApiResponse(responseCode = "404", description = "No such instance")
	@PutMapping(path = OVERRIDE, produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<InstanceDetails> override(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerHttpRequest request) {
		Query query = new Query(request);
		InstanceKey instance = query.instance(service, id);
		query.errors().throwIfAny();
		return this.bodies.read(request, BODY_LIMIT)
			.map(OverrideReader::override)
			.flatMap((wish) -> Mono.fromCompletionStage(() -> this.registry.override(instance, wish)))
			.map((amendment) -> InstanceDetails.of(amended(instance, amendment)));
	}

	@Operation(operationId = "removeOverride", summary = "Let the instance's own status count again",
			description = "Also where it had no override.")
	@ApiResponse(responseCode = "204", description = "It has no override")
	@ApiResponse(responseCode = "404", description = "No such instance")
	@DeleteMapping(OVERRIDE)
	Mono<ResponseEntity<Void>> removeOverride(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerHttpRequest request) {
		Query query = new Query(request);
		InstanceKey instance = query.instance(service, id);
		query.errors().throwIfAny();
		return Mono.fromCompletionStage(() -> this.registry.removeOverride(instance)).map((amendment) -> {
			amended(instance, amendment);
			return ResponseEntity.noContent().build();
		});
	}

	private static Instance amended(InstanceKey instance, Amendment amendment) {
		if (amendment instanceof Amendment.Amended amended) {
			return amended.instance();
		}
		throw Problems.unknown(instance);
	}

}
