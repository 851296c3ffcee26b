package io.mcp.registry.http;

import java.time.Duration;

import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.WebFilter;

/** What the server needs beside the controllers. */
@Configuration(proxyBeanMethods = false)
class HttpServerConfiguration {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

	private static final String API_DOCUMENT = "/v3/api-docs";

	@Bean
	NettyServerCustomizer malformedRequests(JsonMapper json) {
		return (server) -> guard(server, json, REQUEST_TIMEOUT);
	}

	/** Bad requests are answered properly, and those that do not end not waited for. */
	static HttpServer guard(HttpServer server, JsonMapper json, Duration requestTimeout) {
		MalformedRequestHandler handler = new MalformedRequestHandler(json);
		return server.requestTimeout(requestTimeout)
			.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
				.addBefore(NettyPipeline.HttpTrafficHandler, "mcp.malformedRequests", handler));
	}

	/**
	 * The document is put together when first asked for, which takes longer than an event
	 * loop has.
	 */
	@Bean
	WebFilter apiDocumentOffEventLoop(Scheduler apiDocumentScheduler) {
		return (exchange, chain) -> {
			boolean document = exchange.getRequest().getPath().value().startsWith(API_DOCUMENT);
			return document ? chain.filter(exchange).subscribeOn(apiDocumentScheduler) : chain.filter(exchange);
		};
	}

	/**
	 * A stream lasts for hours and a blocking query as long as it is told to: among the
	 * times of requests they would say nothing, and hide what the others say.
	 */
	@Bean
	ObservationPredicate waitingIsNotMeasured() {
		return (name, context) -> !(context instanceof ServerRequestObservationContext request
				&& waits(request.getCarrier()));
	}

	private static boolean waits(@Nullable ServerHttpRequest request) {
		if (request == null) {
			return false;
		}
		String path = request.getPath().value();
		return path.equals(WatchController.PATH)
				|| (path.endsWith("/instances") && request.getQueryParams().containsKey("index"));
	}

	@Bean(destroyMethod = "dispose")
	Scheduler apiDocumentScheduler() {
		return Schedulers.newBoundedElastic(1, 100, "mcp-api-document");
	}

}
