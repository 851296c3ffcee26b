package io.mcp.registry.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Answers whatever went wrong, on any path, with a problem document, whatever the client
 * said it accepts. Stands before Spring Boot's own handler, which has order -1.
 */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

	private final JsonMapper json;

	ProblemHandler(JsonMapper json) {
		this.json = json;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		ServerHttpResponse response = exchange.getResponse();
		if (response.isCommitted()) {
			return Mono.error(failure);
		}
		if (failure instanceof AbortedException) {
			// The client went away while it was sending: nobody is there to read an
			// answer.
			response.setStatusCode(HttpStatus.BAD_REQUEST);
			return Mono.empty();
		}
		ServerHttpRequest request = exchange.getRequest();
		ProblemException problem = Problems.of(failure, request);
		if (problem.problem().type().equals(ProblemKind.INTERNAL.type())) {
			logger.error("{} {} failed, answered 500 with the reference {}", request.getMethod(),
					request.getPath().value(), request.getId(), failure);
		}
		response.setStatusCode(HttpStatusCode.valueOf(problem.problem().status()));
		response.getHeaders().clearContentHeaders();
		problem.headers().forEach((name, values) -> response.getHeaders().put(name, values));
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return response.writeWith(Mono.fromSupplier(() -> encode(problem, response)));
	}

	private DataBuffer encode(ProblemException problem, ServerHttpResponse response) {
		byte[] bytes = this.json.writeValueAsBytes(problem.problem());
		response.getHeaders().setContentLength(bytes.length);
		return response.bufferFactory().wrap(bytes);
	}

}
