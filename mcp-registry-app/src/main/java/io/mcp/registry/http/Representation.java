package io.mcp.registry.http;

import java.util.Locale;

import io.mcp.registry.view.EncodedAnswer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Picks the kept form of an answer that one client can read. The framework compares the
 * ETag with {@code If-None-Match} and answers 304 where they agree.
 */
final class Representation {

	// Below that, the header of the compressed form eats what compression saves.
	private static final int SMALLEST_COMPRESSED = 1024;

	/** RFC 9110 13.1.2: there is a representation, so it is not sent. */
	private static final String WHATEVER_IT_IS = "*";

	private Representation() {
	}

	static ResponseEntity<byte[]> of(EncodedAnswer answer, ServerHttpRequest request) {
		if (WHATEVER_IT_IS.equals(request.getHeaders().getFirst(HttpHeaders.IF_NONE_MATCH))) {
			return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(answer.etag()).build();
		}
		if (answer.json().length <= SMALLEST_COMPRESSED || !acceptsGzip(request)) {
			return of(answer.json(), answer.etag());
		}
		// A strong tag names bytes, so the compressed ones need a tag of their own.
		String etag = answer.etag().substring(0, answer.etag().length() - 1) + "-gzip\"";
		return respond(etag).header(HttpHeaders.CONTENT_ENCODING, "gzip").body(answer.gzip());
	}

	static ResponseEntity<byte[]> of(byte[] json, String etag) {
		return respond(etag).body(json);
	}

	private static ResponseEntity.BodyBuilder respond(String etag) {
		return ResponseEntity.ok()
			.eTag(etag)
			.contentType(MediaType.APPLICATION_JSON)
			.header(HttpHeaders.CACHE_CONTROL, "no-cache")
			.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
	}

	private static boolean acceptsGzip(ServerHttpRequest request) {
		for (String line : request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT_ENCODING)) {
			for (String coding : line.toLowerCase(Locale.ROOT).split(",")) {
				if (coding.strip().startsWith("gzip") && isWanted(coding)) {
					return true;
				}
			}
		}
		return false;
	}

	/** Whether its weight, where it has one, is not zero. */
	private static boolean isWanted(String coding) {
		return !coding.replace(" ", "").matches("gzip;q=0(\\.0*)?");
	}

}
