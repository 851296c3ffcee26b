package io.mcp.registry.http;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.mcp.protocol.Problem;
import io.mcp.protocol.Problem.FieldError;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.InvalidRequestException;
import io.mcp.registry.instance.Quoted;
import io.mcp.registry.store.StoreUnavailableException;
import io.mcp.registry.watch.Opening;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;

/**
 * The one place that says which outcome is which problem: what the registry answered,
 * what it threw, and what the web framework refused.
 */
final class Problems {

	private Problems() {
	}

	static ProblemException instanceHeld(InstanceKey instance, String holder) {
		return ofField(ProblemKind.INSTANCE_HELD, "instance_id",
				"'" + instance.id() + "' is held by a live instance at " + holder
						+ " (expected: an id that is free); register under another instance_id, "
						+ "or deregister the holder first");
	}

	static ProblemException forgotten(InstanceKey instance) {
		return ofField(ProblemKind.NO_SUCH_LEASE, "instance_id",
				"'" + instance + "' has no live lease: it expired, or was never there; register again");
	}

	static ProblemException takenOver(InstanceKey instance) {
		return ofField(ProblemKind.LEASE_TAKEN_OVER, "lease_id",
				"is not the current lease of '" + instance
						+ "': a newer registration holds it (expected: the lease_id that it was answered); "
						+ "stop, or register under another instance_id");
	}

	static ProblemException unknown(InstanceKey instance) {
		return ofField(ProblemKind.NO_SUCH_INSTANCE, "instance_id",
				"'" + instance + "' is not registered (expected: the instance_id of a listed instance)");
	}

	static ProblemException tooLarge(int limit) {
		return ofField(ProblemKind.CONTENT_TOO_LARGE, "body", "is too large (expected: at most " + limit + " bytes)")
			.withHeader(HttpHeaders.CONNECTION, "close");
	}

	static ProblemException tooSlow() {
		return ofField(ProblemKind.REQUEST_TIMEOUT, "body", "did not arrive in time (expected: no pause within it)")
			.withHeader(HttpHeaders.CONNECTION, "close");
	}

	static ProblemException unsupportedContentType(String value) {
		return ofField(ProblemKind.UNSUPPORTED_MEDIA_TYPE, HttpHeaders.CONTENT_TYPE,
				"was " + Quoted.of(value) + " (expected: application/json)")
			.withHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
	}

	static ProblemException unsupportedContentEncoding(String value) {
		return ofField(ProblemKind.UNSUPPORTED_MEDIA_TYPE, HttpHeaders.CONTENT_ENCODING,
				"was " + Quoted.of(value) + " (expected: none)")
			.withHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
	}

	static ProblemException notLoaded() {
		return unavailable("This replica has not read the registry's state yet; try again", Duration.ofSeconds(1));
	}

	static ProblemException refused(Opening.Refused refused) {
		return switch (refused.reason()) {
			case TOO_MANY_OF_CLIENT -> new ProblemException(ProblemKind.TOO_MANY_STREAMS,
					"This address has " + refused.limit() + " streams and blocking queries (expected: fewer); "
							+ "watch several services on one stream",
					List.of())
				.withHeader(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(refused.retryAfter())));
			case TOO_MANY_STREAMS -> unavailable(
					"This replica bears " + refused.limit() + " streams and blocking queries already; try another one",
					refused.retryAfter());
			case SHUTTING_DOWN -> unavailable("This replica shuts down; go to another one", refused.retryAfter());
		};
	}

	/** The problem that a failure of any kind stands for. */
	static ProblemException of(Throwable failure, ServerHttpRequest request) {
		if (failure instanceof ProblemException problem) {
			return problem;
		}
		if (failure instanceof InvalidRequestException invalid) {
			return invalid(invalid.errors());
		}
		if (failure instanceof StoreUnavailableException away) {
			return unavailable("The store does not answer, refuses writes or has too much to do; try again",
					away.retryAfter());
		}
		if (failure instanceof ResponseStatusException refused && refused.getStatusCode().is4xxClientError()) {
			return ofFramework(refused, request);
		}
		return new ProblemException(ProblemKind.INTERNAL,
				"This is a fault of the registry; its log has the cause under " + request.getId(), List.of());
	}

	private static ProblemException invalid(List<FieldError> errors) {
		return new ProblemException(ProblemKind.INVALID_REQUEST, sentence(errors), errors);
	}

	private static ProblemException unavailable(String detail, Duration retryAfter) {
		return new ProblemException(ProblemKind.UNAVAILABLE, detail, List.of()).withHeader(HttpHeaders.RETRY_AFTER,
				Long.toString(wholeSeconds(retryAfter)));
	}

	/** As headers give it: rounded up, at least 1. */
	static long wholeSeconds(Duration duration) {
		return Math.max(1, (duration.toMillis() + 999) / 1000);
	}

	private static ProblemException ofFramework(ResponseStatusException refused, ServerHttpRequest request) {
		ProblemException problem = describe(refused, request);
		refused.getHeaders().forEach((name, values) -> problem.withHeader(name, String.join(", ", values)));
		return problem;
	}

	private static ProblemException describe(ResponseStatusException refused, ServerHttpRequest request) {
		String method = Quoted.escaped(request.getMethod().name());
		String path = Quoted.of(request.getPath().value());
		switch (refused.getStatusCode().value()) {
			case 404:
				return new ProblemException(ProblemKind.NO_SUCH_PATH,
						"Nothing is at " + path + " (expected: a path that /v3/api-docs describes)", List.of());
			case 405:
				return new ProblemException(ProblemKind.METHOD_NOT_ALLOWED,
						method + " is not for " + path + allowed(refused), List.of());
			case 406:
				return ofField(ProblemKind.NOT_ACCEPTABLE, HttpHeaders.ACCEPT,
						"was " + Quoted.of(String.join(", ", request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT)))
								+ " (expected: " + supported(refused) + ")");
			case 415:
				return unsupportedContentType(
						String.join(", ", request.getHeaders().getOrEmpty(HttpHeaders.CONTENT_TYPE)));
			default:
				HttpStatus status = HttpStatus.valueOf(refused.getStatusCode().value());
				return new ProblemException(new Problem(ProblemKind.INVALID_REQUEST.type(), status.getReasonPhrase(),
						status.value(), refused.getReason(), List.of()));
		}
	}

	private static String supported(ResponseStatusException refused) {
		return (refused instanceof NotAcceptableStatusException notAcceptable)
				? MediaType.toString(notAcceptable.getSupportedMediaTypes()) : MediaType.APPLICATION_JSON_VALUE;
	}

	private static String allowed(ResponseStatusException refused) {
		if (refused instanceof MethodNotAllowedException notAllowed) {
			Collection<HttpMethod> methods = notAllowed.getSupportedMethods();
			return methods.stream()
				.map(HttpMethod::name)
				.sorted()
				.collect(Collectors.joining(", ", " (expected: ", ")"));
		}
		return "";
	}

	private static ProblemException ofField(ProblemKind kind, String field, String message) {
		List<FieldError> errors = List.of(new FieldError(field, message));
		return new ProblemException(kind, sentence(errors), errors);
	}

	private static String sentence(List<FieldError> errors) {
		FieldError first = errors.get(0);
		String more = (errors.size() > 1) ? "; and " + (errors.size() - 1) + " more in errors" : "";
		return first.field() + ' ' + first.message() + more;
	}

}
