package io.mcp.registry.http;

import java.util.List;

import io.mcp.protocol.Problem;
import io.mcp.protocol.Problem.FieldError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands between the HTTP codec and the server, where requests that are not quite HTTP
 * would get an empty answer. Has two duties:
 * <ul>
 * <li>Characters in the request target that RFC 3986 does not allow are percent-encoded,
 * as browsers do it, so that the API sees them and can name the field in which they
 * stand.</li>
 * <li>An error that leaves without a body, because the request could not even be decoded,
 * gets a problem document.</li>
 * </ul>
 * Stateless: one instance serves all connections.
 */
@Sharable
final class MalformedRequestHandler extends ChannelDuplexHandler {

	private static final boolean[] ALLOWED = allowed();

	private final JsonMapper json;

	MalformedRequestHandler(JsonMapper json) {
		this.json = json;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
			String target = request.uri();
			if (target.startsWith("/")) {
				request.setUri(encode(target));
			}
		}
		context.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		Object answer = message;
		if (message instanceof FullHttpResponse response && isBareError(response)) {
			answer = explained(response);
		}
		context.write(answer, promise);
	}

	private static boolean isBareError(FullHttpResponse response) {
		return response.status().code() >= 400 && !response.content().isReadable()
				&& !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
	}

	private FullHttpResponse explained(FullHttpResponse bare) {
		ByteBuf body = Unpooled.wrappedBuffer(this.json.writeValueAsBytes(problemOf(bare.status().code())));
		FullHttpResponse explained = bare.replace(body);
		bare.release();
		explained.headers()
			.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
			.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
		return explained;
	}

	private static Problem problemOf(int code) {
		return switch (code) {
			case 400 -> problem(ProblemKind.INVALID_REQUEST,
					"is not HTTP/1.1 in its first line or its headers (expected: a target without spaces, "
							+ "well-formed headers without control characters)");
			case 404 -> problem(ProblemKind.NO_SUCH_PATH, "is for a path at which nothing is");
			case 414 ->
				problem(ProblemKind.TARGET_TOO_LONG, "has a target that is too long (expected: at most 65536 bytes)");
			case 431 ->
				problem(ProblemKind.HEADERS_TOO_LARGE, "has headers that are too large (expected: at most 8192 bytes)");
			default ->
				new Problem("about:blank", HttpResponseStatus.valueOf(code).reasonPhrase(), code, null, List.of());
		};
	}

	private static Problem problem(ProblemKind kind, String message) {
		return new Problem(kind.type(), kind.title(), kind.status().value(), "The request " + message,
				List.of(new FieldError("request", message)));
	}

	/**
	 * A codec gives one character for each byte of the target; each becomes one again.
	 */
	private static String encode(String target) {
		int index = 0;
		while (index < target.length() && isAllowed(target, index)) {
			index++;
		}
		if (index == target.length()) {
			return target;
		}
		StringBuilder encoded = new StringBuilder(target.length() + 16).append(target, 0, index);
		for (; index < target.length(); index++) {
			char character = target.charAt(index);
			encoded.append(
					isAllowed(target, index) ? String.valueOf(character) : String.format("%%%02X", character & 0xFF));
		}
		return encoded.toString();
	}

	private static boolean isAllowed(String target, int index) {
		char character = target.charAt(index);
		if (character == '%') {
			return index + 2 < target.length() && isHex(target.charAt(index + 1)) && isHex(target.charAt(index + 2));
		}
		return character < ALLOWED.length && ALLOWED[character];
	}

	private static boolean isHex(char character) {
		return Character.digit(character, 16) >= 0 && character < 128;
	}

	private static boolean[] allowed() {
		boolean[] allowed = new boolean[128];
		for (char character = 0; character < allowed.length; character++) {
			allowed[character] = Character.isLetterOrDigit(character) || "-._~:/?@!$&'()*+,;=".indexOf(character) >= 0;
		}
		return allowed;
	}

}
