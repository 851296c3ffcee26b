package io.mcp.benchmarks.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Kept-alive connections to one address, each with one request under way; more requests
 * wait for a free one. Thread-safe: everything happens on one event loop.
 */
public final class HttpPool implements AutoCloseable {

	private static final int MAX_BODY = 4 * 1024 * 1024;

	private final Deque<Channel> free = new ArrayDeque<>();

	private final Queue<Call> waiting = new ArrayDeque<>();

	private final EventLoop loop;

	private final URI address;

	private final int size;

	private int open;

	private boolean closed;

	/**
	 * Connects when there is something to send.
	 * @param address of the registry
	 * @param size how many connections at most
	 * @param loop what carries them
	 */
	public HttpPool(URI address, int size, EventLoop loop) {
		this.address = address;
		this.size = size;
		this.loop = loop;
	}

	/**
	 * Sends a request.
	 * @param body JSON; {@code null} for none
	 * @return the answer, whatever its status; fails with an {@link IOException} where
	 * none came
	 */
	public CompletableFuture<HttpAnswer> send(HttpMethod method, String path, @Nullable String body) {
		Call call = new Call(method, path, (body != null) ? body.getBytes(StandardCharsets.UTF_8) : new byte[0],
				new CompletableFuture<>());
		this.loop.execute(() -> {
			this.waiting.add(call);
			work();
		});
		return call.answer();
	}

	@Override
	public void close() {
		this.loop.execute(() -> {
			this.closed = true;
			this.free.forEach(Channel::close);
			this.waiting.forEach((call) -> call.answer().completeExceptionally(new IOException("Closed")));
			this.waiting.clear();
		});
	}

	private void work() {
		while (!this.waiting.isEmpty() && !this.free.isEmpty()) {
			Channel channel = this.free.pop();
			channel.pipeline().get(Exchange.class).begin(channel, this.waiting.remove());
		}
		if (!this.waiting.isEmpty() && this.open < this.size) {
			this.open++;
			connect().addListener((ChannelFuture connected) -> {
				if (connected.isSuccess()) {
					this.free.push(connected.channel());
				}
				else {
					this.open--;
					fail(this.waiting.poll(), connected.cause());
				}
				work();
			});
		}
	}

	private ChannelFuture connect() {
		return new Bootstrap().group(this.loop)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY), new Exchange());
				}
			})
			.connect(this.address.getHost(), this.address.getPort());
	}

	private void release(Channel channel) {
		if (this.closed) {
			channel.close();
			return;
		}
		this.free.push(channel);
		work();
	}

	private void lost(Channel channel) {
		this.free.remove(channel);
		this.open--;
		if (!this.closed) {
			work();
		}
	}

	private static void fail(@Nullable Call call, @Nullable Throwable cause) {
		if (call != null) {
			call.answer()
				.completeExceptionally(new IOException("No answer to " + call.method() + ' ' + call.path(), cause));
		}
	}

	private record Call(HttpMethod method, String path, byte[] body, CompletableFuture<HttpAnswer> answer) {

	}

	private final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {

		private @Nullable Call current;

		void begin(Channel channel, Call call) {
			this.current = call;
			ByteBuf body = Unpooled.wrappedBuffer(call.body());
			DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, call.method(),
					call.path(), body);
			request.headers()
				.set(HttpHeaderNames.HOST, HttpPool.this.address.getAuthority())
				.set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
			if (call.body().length > 0) {
				request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
			}
			channel.writeAndFlush(request, channel.voidPromise());
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			Call answered = this.current;
			this.current = null;
			HttpAnswer answer = new HttpAnswer(response.status().code(),
					response.content().toString(StandardCharsets.UTF_8));
			release(context.channel());
			if (answered != null) {
				answered.answer().complete(answer);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			fail(this.current, null);
			this.current = null;
			lost(context.channel());
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			fail(this.current, cause);
			this.current = null;
			context.close();
		}

	}

}
