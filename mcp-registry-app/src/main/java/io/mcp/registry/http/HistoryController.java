package io.mcp.registry.http;

import io.mcp.protocol.Changes;
import io.mcp.registry.lifecycle.Registry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** What has happened. */
@RestController
@Tag(name = "History")
final class HistoryController {

	private final LoadedView view;

	private final Registry registry;

	HistoryController(LoadedView view, Registry registry) {
		this.view = view;
		this.registry = registry;
	}

	@Operation(operationId = "changes", summary = "The kept history of a namespace, oldest first")
	@Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
			description = "next of the page before, or a revision; nothing for all that is kept")
	@Parameter(ref = ApiDocument.LIMIT)
	@ApiResponse(responseCode = "200", description = "Changes after that, and where to go on")
	@GetMapping(path = "/v1/changes", produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<Changes> changes(ServerWebExchange exchange) {
		this.view.forAnswerTo(exchange);
		Query query = new Query(exchange.getRequest());
		String namespace = query.namespace();
		String after = query.value("after");
		int limit = query.limit();
		query.errors().throwIfAny();
		return Mono.fromCompletionStage(() -> this.registry.changes(namespace, after, limit));
	}

}
