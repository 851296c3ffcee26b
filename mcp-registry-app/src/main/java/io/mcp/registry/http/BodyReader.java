package io.mcp.registry.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.mcp.protocol.Problem;
import io.mcp.registry.instance.InvalidRequestException;
import io.netty.channel.ChannelException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Turns the body of a request into a JSON object, within bounds. Thread-safe.
 * <p>
 * A body beyond its limit is read to its end and dropped on the way, so that the client
 * is still there to read the answer: who is cut off while sending sees a reset connection
 * instead. Only what is far beyond is cut off.
 */
@Component
final class BodyReader {

	private static final MediaType ANY_JSON = new MediaType("application", "*+json");

	// A list of operations, which would only be a puzzling "not an object".
	private static final MediaType JSON_PATCH = new MediaType("application", "json-patch+json");

	private static final String EXPECTED = " (expected: a JSON object in UTF-8)";

	private static final long DROPPED_AT_MOST = 64L * 1024 * 1024;

	private static final int DEEPEST = 32;

	private static final int LONGEST_NUMBER = 100;

	private static final long MOST_TOKENS = 200_000;

	private final JsonMapper json = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(DEEPEST)
				.maxNumberLength(LONGEST_NUMBER)
				.maxTokenCount(MOST_TOKENS)
				.build())
			.build())
		.build();

	/**
	 * Reads a body that must be there.
	 * @param limit its greatest length in bytes
	 */
	Mono<ObjectNode> read(ServerHttpRequest request, int limit) {
		return bytesOf(request, limit).map((bytes) -> parse(bytes, request.getHeaders()));
	}

	/** Reads a body that may be left out: an empty object then. */
	Mono<ObjectNode> readOptional(ServerHttpRequest request, int limit) {
		return bytesOf(request, limit)
			.map((bytes) -> (bytes.length > 0) ? parse(bytes, request.getHeaders()) : this.json.createObjectNode());
	}

	private static Mono<byte[]> bytesOf(ServerHttpRequest request, int limit) {
		long declared = request.getHeaders().getContentLength();
		boolean clientWaits = request.getHeaders().getFirst(HttpHeaders.EXPECT) != null;
		if (declared > DROPPED_AT_MOST || (declared > limit && clientWaits)) {
			return Mono.error(Problems.tooLarge(limit));
		}
		return request.getBody()
			.reduceWith(() -> new Intake(limit), Intake::take)
			.map(Intake::bytes)
			// What the server throws when the rest is late has a type that it keeps
			// private.
			.onErrorMap(ChannelException.class, (ex) -> Problems.tooSlow());
	}

	private ObjectNode parse(byte[] bytes, HttpHeaders headers) {
		checkContentEncoding(headers);
		checkContentType(headers);
		JsonNode root = treeOf(bytes);
		if (root instanceof ObjectNode object) {
			return object;
		}
		throw invalid((root.isMissingNode() ? "is empty" : "was " + RequestJson.describe(root)) + EXPECTED);
	}

	private JsonNode treeOf(byte[] bytes) {
		try {
			return this.json.readTree(bytes);
		}
		catch (StreamConstraintsException ex) {
			throw invalid("goes too far" + place(ex) + " (expected: at most " + DEEPEST + " levels, " + LONGEST_NUMBER
					+ " digits in a number and " + MOST_TOKENS + " names and values)");
		}
		catch (JacksonException ex) {
			throw invalid("is not valid JSON" + place(ex) + EXPECTED);
		}
	}

	private static InvalidRequestException invalid(String message) {
		return new InvalidRequestException(List.of(new Problem.FieldError("body", message)));
	}

	private static String place(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		boolean known = location != null && location.getLineNr() > 0;
		return known ? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
	}

	private static void checkContentEncoding(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
			throw Problems.unsupportedContentEncoding(encoding);
		}
	}

	private static void checkContentType(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		if (value != null && !isJson(value)) {
			throw Problems.unsupportedContentType(value);
		}
	}

	private static boolean isJson(String value) {
		try {
			MediaType type = MediaType.parseMediaType(value);
			Charset charset = type.getCharset();
			return (charset == null || charset.equals(StandardCharsets.UTF_8))
					&& (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
							|| (ANY_JSON.includes(type) && !type.equalsTypeAndSubtype(JSON_PATCH)));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/** What has come of a body. Used by one request. */
	private static final class Intake {

		private final int limit;

		private final ByteArrayOutputStream kept = new ByteArrayOutputStream(512);

		private long seen;

		Intake(int limit) {
			this.limit = limit;
		}

		Intake take(DataBuffer buffer) {
			int length = buffer.readableByteCount();
			this.seen += length;
			if (this.seen <= this.limit) {
				byte[] bytes = new byte[length];
				buffer.read(bytes);
				this.kept.writeBytes(bytes);
			}
			DataBufferUtils.release(buffer);
			if (this.seen > DROPPED_AT_MOST) {
				throw Problems.tooLarge(this.limit);
			}
			return this;
		}

		byte[] bytes() {
			if (this.seen > this.limit) {
				throw Problems.tooLarge(this.limit);
			}
			return this.kept.toByteArray();
		}

	}

}
