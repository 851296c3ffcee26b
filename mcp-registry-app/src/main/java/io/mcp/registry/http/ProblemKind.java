package io.mcp.registry.http;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/** The kinds of problem that the API answers. Their URIs are stable names, not pages. */
enum ProblemKind {

	INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be served as it is"),

	NO_SUCH_PATH(HttpStatus.NOT_FOUND, "No such path"),

	NO_SUCH_INSTANCE(HttpStatus.NOT_FOUND, "No such instance"),

	NO_SUCH_LEASE(HttpStatus.NOT_FOUND, "No such lease"),

	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),

	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable form of answer"),

	REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request did not arrive in time"),

	INSTANCE_HELD(HttpStatus.CONFLICT, "A live instance elsewhere holds the id"),

	LEASE_TAKEN_OVER(HttpStatus.CONFLICT, "A newer registration holds the lease"),

	CONTENT_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),

	TARGET_TOO_LONG(HttpStatus.URI_TOO_LONG, "The request target is too long"),

	HEADERS_TOO_LARGE(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too large"),

	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"),

	TOO_MANY_STREAMS(HttpStatus.TOO_MANY_REQUESTS, "Too many streams of one client"),

	INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The registry failed"),

	UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The registry cannot do this now");

	private final HttpStatus status;

	private final String title;

	ProblemKind(HttpStatus status, String title) {
		this.status = status;
		this.title = title;
	}

	HttpStatus status() {
		return this.status;
	}

	String title() {
		return this.title;
	}

	String type() {
		return "urn:mcp:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
