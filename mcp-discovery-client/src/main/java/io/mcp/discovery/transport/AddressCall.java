package io.mcp.discovery.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.StreamEnd.Kind;
import io.mcp.protocol.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One request to one address. Thread-safe. Its futures never fail: what goes wrong is an
 * {@link Outage}, or a {@link StreamEnd}.
 */
final class AddressCall {

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int REQUEST_TIMEOUT = 408;

	private static final int NOT_IMPLEMENTED = 501;

	private final HttpClient client;

	private final Duration connectTimeout;

	private final Duration requestTimeout;

	private final Executor executor;

	AddressCall(HttpClient client, Executor executor, Duration connectTimeout, Duration requestTimeout) {
		this.client = client;
		this.executor = executor;
		this.connectTimeout = connectTimeout;
		this.requestTimeout = requestTimeout;
	}

	<T> CompletableFuture<RegistryReply<T>> send(URI address, RegistryRequest<T> request) {
		Duration timeout = shorter(request.timeout(), this.requestTimeout).plus(request.hold());
		// In a stage, so that what is thrown before anything was sent is an outage too.
		return CompletableFuture.completedFuture(request)
			.thenCompose((one) -> exchange(address, one, timeout))
			.exceptionally((failure) -> outage(address, failure, timeout));
	}

	/**
	 * Opens a stream of events.
	 * @param address the address
	 * @param path path and query
	 * @param stream what reads it
	 * @param opening run as soon as the head of a stream came
	 * @param failing told why none came, before the reader is; not told where the stream
	 * was closed meanwhile
	 */
	void open(URI address, String path, EventStream stream, Runnable opening, Consumer<StreamEnd> failing) {
		HttpRequest request = HttpRequest.newBuilder(uri(address, path))
			.header("Accept", "text/event-stream, application/problem+json")
			.header("Cache-Control", "no-cache")
			.build();
		CompletableFuture<HttpResponse<byte[]>> exchange = this.client.sendAsync(request,
				(head) -> stream.body(head, opening));
		stream.over(exchange);
		exchange.whenCompleteAsync((response, failure) -> {
			StreamEnd end = end(address, stream.opened(), response, failure);
			if (!stream.opened() && !stream.closed()) {
				failing.accept(end);
			}
			stream.end(end);
		}, this.executor);
	}

	private StreamEnd end(URI address, boolean opened, @Nullable HttpResponse<byte[]> response,
			@Nullable Throwable failure) {
		if (opened) {
			return (failure == null) ? new StreamEnd(Kind.ENDED, address + ": the stream ended", null)
					: new StreamEnd(Kind.CUT, address + ": " + describe(failure, this.requestTimeout), null);
		}
		if (response == null) {
			Throwable cause = (failure != null) ? failure : new IOException("no answer");
			return new StreamEnd(Kind.UNREACHABLE, address + ": " + describe(cause, this.requestTimeout), null);
		}
		int status = response.statusCode();
		boolean busy = status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT
				|| status >= 500 && status != NOT_IMPLEMENTED;
		String detail = (status >= 400) ? ": " + problem(response).detail() : " (expected: text/event-stream)";
		return new StreamEnd(busy ? Kind.BUSY : Kind.NO_STREAM, address + ": answered " + status + detail,
				retryAfter(response));
	}

	private <T> CompletableFuture<RegistryReply<T>> exchange(URI address, RegistryRequest<T> request,
			Duration timeout) {
		CompletableFuture<HttpResponse<byte[]>> sent = this.client.sendAsync(httpRequest(address, request),
				BodyHandlers.ofByteArray());
		// The client's own time-out ends with the headers; a body may stall as well.
		return sent.copy().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).handleAsync((response, failure) -> {
			if (response != null) {
				return reply(address, request, response);
			}
			sent.cancel(true);
			return outage(address, failure, timeout);
		}, this.executor);
	}

	private <T> RegistryReply<T> outage(URI address, Throwable failure, Duration timeout) {
		return new Outage<>(address + ": " + describe(failure, timeout), false, null);
	}

	private HttpRequest httpRequest(URI address, RegistryRequest<?> request) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(uri(address, request.path()))
			.header("Accept", "application/json, application/problem+json")
			.method(request.method(), publisher(request.body()));
		if (request.body() != null) {
			builder.header("Content-Type", "application/json");
		}
		if (request.etag() != null) {
			builder.header("If-None-Match", request.etag());
		}
		return builder.build();
	}

	private static URI uri(URI address, String path) {
		String base = address.toString();
		return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
	}

	private BodyPublisher publisher(@Nullable Object body) {
		return (body != null) ? BodyPublishers.ofByteArray(RegistryJson.MAPPER.writeValueAsBytes(body))
				: BodyPublishers.noBody();
	}

	private <T> RegistryReply<T> reply(URI address, RegistryRequest<T> request, HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status >= 200 && status < 300) {
			return granted(address, request, response);
		}
		if (status == 304) {
			return new Answer<>(address, status, null, etag(response), null);
		}
		if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS && status != REQUEST_TIMEOUT) {
			return new Answer<>(address, status, null, null, problem(response));
		}
		String detail = (status >= 400) ? ": " + problem(response).detail() : " (expected: an answer, no redirect)";
		return new Outage<>(address + ": answered " + status + detail, status >= 400, retryAfter(response));
	}

	private <T> RegistryReply<T> granted(URI address, RegistryRequest<T> request, HttpResponse<byte[]> response) {
		T value = null;
		if (request.answerType() != Void.class) {
			try {
				value = RegistryJson.MAPPER.readValue(response.body(), request.answerType());
			}
			catch (JacksonException ex) {
				return new Outage<>(address + ": answered " + response.statusCode() + " to " + request.method() + " "
						+ request.path() + " with something else than a " + request.answerType().getSimpleName() + " ("
						+ ex.getOriginalMessage() + "). Is that a registry?", false, null);
			}
		}
		return new Answer<>(address, response.statusCode(), value, etag(response), null);
	}

	private Problem problem(HttpResponse<byte[]> response) {
		try {
			Problem problem = RegistryJson.MAPPER.readValue(response.body(), Problem.class);
			if (problem != null && (problem.detail() != null || problem.title() != null)) {
				return problem;
			}
		}
		catch (JacksonException ex) {
			// No problem document: a proxy or another kind of server speaks; shown as it
			// is.
		}
		String text = new String(response.body(), StandardCharsets.UTF_8).strip();
		return new Problem("about:blank", "HTTP " + response.statusCode(), response.statusCode(),
				text.isEmpty() ? "no reason given" : text.substring(0, Math.min(text.length(), 200)), List.of());
	}

	private String describe(Throwable failure, Duration timeout) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof TimeoutException) {
			return "no answer within " + timeout.toMillis() + " ms";
		}
		if (cause instanceof HttpConnectTimeoutException) {
			return "no connection within " + this.connectTimeout.toMillis() + " ms";
		}
		if (cause instanceof ConnectException) {
			return unresolved(cause) ? "unknown host" : "no connection: " + message(cause, "refused");
		}
		return (cause instanceof IOException) ? "connection lost: " + message(cause, "no reason given")
				: cause.toString();
	}

	private static boolean unresolved(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException) {
				return true;
			}
		}
		return false;
	}

	private static String message(Throwable failure, String fallback) {
		return (failure.getMessage() != null) ? failure.getMessage() : fallback;
	}

	private static Duration shorter(@Nullable Duration wanted, Duration bound) {
		return (wanted != null && wanted.compareTo(bound) < 0) ? wanted : bound;
	}

	private static @Nullable String etag(HttpResponse<?> response) {
		return response.headers().firstValue("ETag").orElse(null);
	}

	/** Seconds only: a date would depend on two clocks. */
	private static @Nullable Duration retryAfter(HttpResponse<?> response) {
		return response.headers()
			.firstValue("Retry-After")
			.filter((value) -> value.matches("\\d{1,9}"))
			.map((value) -> Duration.ofSeconds(Long.parseLong(value)))
			.orElse(null);
	}

}
