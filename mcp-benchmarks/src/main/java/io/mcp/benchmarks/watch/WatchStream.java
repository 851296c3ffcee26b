package io.mcp.benchmarks.watch;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mcp.protocol.Watch;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One connection that reads {@code GET /v1/watch}. It is open once the first snapshot is
 * here; a stream that ends afterwards is not opened again, and its run waits in vain for
 * the next change. Thread-safe; events come on the event loop.
 */
final class WatchStream extends SimpleChannelInboundHandler<HttpObject> implements AutoCloseable {

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private final EventReader reader;

	private final Consumer<ServerSentEvent> events;

	private volatile @Nullable Channel channel;

	private @Nullable HttpResponseStatus refusal;

	WatchStream(Consumer<ServerSentEvent> events) {
		this.events = events;
		this.reader = new EventReader(this::accept);
	}

	/**
	 * Connects and asks.
	 * @return done when the first snapshot is here; fails where the stream did not come
	 * about
	 */
	CompletableFuture<Void> open(EventLoop loop, URI registry, String service) {
		new Bootstrap().group(loop)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new HttpClientCodec(), WatchStream.this);
				}
			})
			.connect(registry.getHost(), registry.getPort())
			.addListener((ChannelFuture connected) -> {
				if (connected.isSuccess()) {
					this.channel = connected.channel();
					ask(connected.channel(), registry, service);
				}
				else {
					this.opened.completeExceptionally(connected.cause());
				}
			});
		return this.opened;
	}

	@Override
	public void close() {
		Channel open = this.channel;
		if (open != null) {
			open.close();
		}
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpResponse response && !response.status().equals(HttpResponseStatus.OK)) {
			this.refusal = response.status();
		}
		if (message instanceof HttpContent content) {
			if (this.refusal != null) {
				this.opened.completeExceptionally(new IOException("GET /v1/watch was answered with " + this.refusal
						+ ": " + content.content().toString(StandardCharsets.UTF_8)));
				context.close();
				return;
			}
			this.reader.read(content.content());
			if (message instanceof LastHttpContent) {
				context.close();
			}
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.opened.completeExceptionally(new IOException("the stream ended before the first snapshot"));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.opened.completeExceptionally(cause);
		context.close();
	}

	private static void ask(Channel channel, URI registry, String service) {
		DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET,
				"/v1/watch?service=" + service);
		request.headers()
			.set(HttpHeaderNames.HOST, registry.getAuthority())
			.set(HttpHeaderNames.ACCEPT, "text/event-stream");
		channel.writeAndFlush(request, channel.voidPromise());
	}

	private void accept(ServerSentEvent event) {
		if (event.name().equals(Watch.SNAPSHOT)) {
			this.opened.complete(null);
		}
		this.events.accept(event);
	}

}
