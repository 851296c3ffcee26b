package io.mcp.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls on this machine, as curl makes them. */
public final class Http {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private Http() {
	}

	/** The answer's status; 0 where nobody answers. */
	public static int status(int port, String path) {
		try {
			return answer(port, path).statusCode();
		}
		catch (UncheckedIOException ex) {
			return 0;
		}
	}

	/** The answer's body; throws {@link UncheckedIOException} where nobody answers. */
	public static JsonNode get(int port, String path) {
		return JSON.readTree(answer(port, path).body());
	}

	/** The whole answer; throws {@link UncheckedIOException} where nobody answers. */
	public static HttpResponse<String> answer(int port, String path) {
		return send(request(port, path).GET().build());
	}

	/** Posts JSON; throws {@link UncheckedIOException} where nobody answers. */
	public static HttpResponse<String> post(int port, String path, String body) {
		return send(request(port, path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	/** Deletes; throws {@link UncheckedIOException} where nobody answers. */
	public static HttpResponse<String> delete(int port, String path) {
		return send(request(port, path).DELETE().build());
	}

	private static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20));
	}

	private static HttpResponse<String> send(HttpRequest request) {
		try {
			return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No answer from " + request.uri(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + request.uri(), ex);
		}
	}

}
