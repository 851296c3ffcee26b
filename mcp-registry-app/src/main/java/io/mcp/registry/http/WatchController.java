package io.mcp.registry.http;

import java.util.List;

import io.mcp.protocol.Acknowledgement;
import io.mcp.protocol.Limits;
import io.mcp.registry.instance.FieldErrors;
import io.mcp.registry.instance.NameRules;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.watch.WatchHub;
import io.mcp.registry.watch.WatchRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Changes at the moment in which they happen, and what subscribers say to them. */
@RestController
@Tag(name = "Watch")
final class WatchController {

	static final String PATH = "/v1/watch";

	private static final int BODY_LIMIT = 4 * 1024;

	private static final int LONGEST_WATCH_ID = 512;

	private final LoadedView view;

	private final WatchHub hub;

	private final BodyReader bodies;

	WatchController(LoadedView view, WatchHub hub, BodyReader bodies) {
		this.view = view;
		this.hub = hub;
		this.bodies = bodies;
	}

	@Operation(operationId = "watch", summary = "Follow services by server-sent events",
			description = "A comment at once; then a snapshot (ServiceInstances with every instance) of each service "
					+ "whose revision is not the given one; then a change (Change) for each change, on the revision that "
					+ "the reader has, or another snapshot where the reader was too slow; a comment after 10 s of "
					+ "silence. The stream ends when the registry shuts down: go to another replica.")
	@Parameter(name = "service", in = ParameterIn.QUERY, required = true,
			array = @ArraySchema(schema = @Schema(type = "string"), minItems = 1, maxItems = WatchRequest.MAX_SERVICES),
			description = "A service, as name or as name@revision where the reader has that revision of it")
	@ApiResponse(responseCode = "200", description = "The stream",
			headers = @Header(name = "Mcp-Watch-Id", description = "Names the stream in acknowledgements",
					schema = @Schema(type = "string")),
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
	@ApiResponse(responseCode = "429", description = "This client has too many streams")
	@GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Mono<Void> watch(ServerWebExchange exchange) {
		this.view.forAnswerTo(exchange);
		Query query = new Query(exchange.getRequest());
		List<WatchRequest.Service> services = query.watchedServices();
		query.errors().throwIfAny();
		ClientConnection connection = ClientConnection.of(exchange.getRequest());
		return new EventStream(this.hub, connection, exchange.getResponse())
			.write(new WatchRequest(services, connection.client()));
	}

	@Operation(operationId = "acknowledge", summary = "Say that a change has been applied",
			description = "Due for each change with acknowledge, and for each snapshot with a DRAINING instance. "
					+ "Any replica takes it; nothing happens where nobody waits for it.")
	@RequestBody(required = true,
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Acknowledgement.class)))
	@ApiResponse(responseCode = "204", description = "Noted")
	@PostMapping("/v1/watch/acknowledgements")
	Mono<ResponseEntity<Void>> acknowledge(ServerHttpRequest request) {
		return this.bodies.read(request, BODY_LIMIT).map((body) -> {
			acknowledge(body, new Query(request));
			return ResponseEntity.noContent().build();
		});
	}

	private void acknowledge(ObjectNode body, Query query) {
		FieldErrors errors = query.errors();
		RequestJson json = new RequestJson(body, errors);
		String watchId = json.text("watch_id");
		if (watchId == null || watchId.isEmpty() || watchId.length() > LONGEST_WATCH_ID) {
			errors.add("watch_id", "is missing, empty or too long (expected: the Mcp-Watch-Id of the stream)");
		}
		String inQuery = query.namespace();
		String namespace = json.has("namespace") ? json.text("namespace") : inQuery;
		NameRules.checkName("namespace", namespace, errors);
		String service = json.text("service_name");
		NameRules.checkName("service_name", service, errors);
		Long revision = json.revision("revision");
		errors.throwIfAny();
		if (watchId != null && service != null && revision != null) {
			this.hub.acknowledge(watchId,
					new ServiceKey((namespace != null) ? namespace : Limits.DEFAULT_NAMESPACE, service), revision);
		}
	}

}
