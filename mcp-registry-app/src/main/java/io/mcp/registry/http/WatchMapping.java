package io.mcp.registry.http;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * A shorter way to {@link WatchController#watch} for usual requests. What the framework
 * makes to call an annotated method, about 4 KB, lives as long as the answer, and this
 * answer lives for hours. Other methods and media types go the long way, to be refused.
 */
@Component
final class WatchMapping extends SimpleUrlHandlerMapping {

	private static final int BEFORE_ANNOTATED_METHODS = -10;

	private static final List<String> USUAL = List.of(MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.ALL_VALUE);

	WatchMapping(WatchController controller) {
		super(Map.of(WatchController.PATH, (WebHandler) controller::watch), BEFORE_ANNOTATED_METHODS);
	}

	@Override
	public Mono<Object> getHandlerInternal(ServerWebExchange exchange) {
		return isUsual(exchange.getRequest()) ? super.getHandlerInternal(exchange) : Mono.empty();
	}

	private static boolean isUsual(ServerHttpRequest request) {
		String accept = request.getHeaders().getFirst(HttpHeaders.ACCEPT);
		return HttpMethod.GET.equals(request.getMethod()) && (accept == null || USUAL.contains(accept));
	}

}
