package io.mcp.registry.http;

import java.time.Duration;

import io.mcp.registry.view.RegistryView;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * The view as reads may use it: never before it is loaded, because an empty list would
 * then be a lie, and never without saying that it may be behind.
 */
@Component
final class LoadedView {

	static final String STALE = "Mcp-Stale";

	private final RegistryView view;

	LoadedView(RegistryView view) {
		this.view = view;
	}

	/**
	 * The view, and in the response for how many seconds the store has not confirmed it.
	 * @throws ProblemException while it is not loaded
	 */
	RegistryView forAnswerTo(ServerWebExchange exchange) {
		if (!this.view.isLoaded()) {
			throw Problems.notLoaded();
		}
		Duration staleness = this.view.staleness();
		HttpHeaders headers = exchange.getResponse().getHeaders();
		if (!staleness.isZero()) {
			headers.set(STALE, Long.toString(Problems.wholeSeconds(staleness)));
		}
		else {
			headers.remove(STALE); // an answer that waited may have been stale before
		}
		return this.view;
	}

}
