package io.mcp.registry.http;

import java.time.Duration;

import io.mcp.protocol.DrainReport;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.lifecycle.DrainOutcome;
import io.mcp.registry.lifecycle.Registry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How an instance leaves without a failed call. */
@RestController
@Tag(name = "Operation")
final class DrainController {

	private static final Duration DEFAULT_WAIT = Duration.ofSeconds(3);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

	private final Registry registry;

	DrainController(Registry registry) {
		this.registry = registry;
	}

	@Operation(operationId = "drain", summary = "Declare an instance DRAINING and wait until its callers know",
			description = "Answers when every subscriber at every replica has acknowledged, or after the wait.")
	@Parameter(name = "wait", in = ParameterIn.QUERY, schema = @Schema(type = "string", defaultValue = "3s"),
			description = "How long it waits at the most, such as 250ms, 3s or 1m, which is the longest")
	@Parameter(name = "lease_id", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
			description = "The caller's lease: where a newer registration holds the id, that one stays as it is")
	@ApiResponse(responseCode = "200", description = "It is DRAINING; how many subscribers have acknowledged")
	@ApiResponse(responseCode = "404", description = "No such instance")
	@ApiResponse(responseCode = "409", description = "A newer registration holds the lease")
	@PostMapping(path = "/v1/services/{service}/instances/{instance_id}/drain",
			produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<DrainReport> drain(@PathVariable String service, @PathVariable("instance_id") String id,
			ServerHttpRequest request) {
		Query query = new Query(request);
		InstanceKey instance = query.instance(service, id);
		String leaseId = query.leaseId();
		Duration wait = query.duration("wait", DEFAULT_WAIT, LONGEST_WAIT);
		query.errors().throwIfAny();
		return Mono.fromCompletionStage(() -> this.registry.drain(instance, leaseId, wait)).map((outcome) -> {
			if (outcome instanceof DrainOutcome.Drained drained) {
				return drained.report();
			}
			throw (outcome instanceof DrainOutcome.Unknown) ? Problems.unknown(instance) : Problems.takenOver(instance);
		});
	}

}
