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

import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.protocol.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request to one address. Thread-safe. Its futures never fail: what goes wrong is an
 * {@link Outage}.
 */
final class AddressCall {

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int REQUEST_TIMEOUT = 408;

	/** A member that a registry of another version leaves out is no reason to fail. */
	private final JsonMapper json = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

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
		Duration timeout = shorter(request.timeout(), this.requestTimeout);
		// In a stage, so that what is thrown before anything was sent is an outage too.
		return CompletableFuture.completedFuture(request)
			.thenCompose((one) -> exchange(address, one, timeout))
			.exceptionally((failure) -> outage(address, failure, timeout));
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
		String base = address.toString();
		HttpRequest.Builder builder = HttpRequest
			.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + request.path()))
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

	private BodyPublisher publisher(@Nullable Object body) {
		return (body != null) ? BodyPublishers.ofByteArray(this.json.writeValueAsBytes(body)) : BodyPublishers.noBody();
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
				value = this.json.readValue(response.body(), request.answerType());
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
			Problem problem = this.json.readValue(response.body(), Problem.class);
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
