package io.mcp.sample.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls on this machine, as curl makes them. */
final class Http {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private Http() {
	}

	/** The answer's status; 0 where nobody answers. */
	static int status(int port, String path) {
		try {
			return send(request(port, path).GET().build()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	static JsonNode get(int port, String path) {
		try {
			return JSON.readTree(send(request(port, path).GET().build()).body());
		}
		catch (IOException ex) {
			throw new IllegalStateException("No answer from " + port + path, ex);
		}
	}

	static HttpResponse<String> post(int port, String path, String body) {
		try {
			return send(request(port, path).header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build());
		}
		catch (IOException ex) {
			throw new IllegalStateException("No answer from " + port + path, ex);
		}
	}

	private static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20));
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException {
		try {
			return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + request.uri(), ex);
		}
	}

}
