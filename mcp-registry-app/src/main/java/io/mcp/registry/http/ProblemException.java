package io.mcp.registry.http;

import java.util.List;

import io.mcp.protocol.Problem;

import org.springframework.http.HttpHeaders;

/** Ends a request with a problem document. An expected answer: has no stack trace. */
final class ProblemException extends RuntimeException {

	private final transient Problem problem;

	private final transient HttpHeaders headers = new HttpHeaders();

	ProblemException(ProblemKind kind, String detail, List<Problem.FieldError> errors) {
		this(new Problem(kind.type(), kind.title(), kind.status().value(), detail, errors));
	}

	ProblemException(Problem problem) {
		super(problem.detail(), null, false, false);
		this.problem = problem;
	}

	ProblemException withHeader(String name, String value) {
		this.headers.set(name, value);
		return this;
	}

	Problem problem() {
		return this.problem;
	}

	HttpHeaders headers() {
		return this.headers;
	}

}
