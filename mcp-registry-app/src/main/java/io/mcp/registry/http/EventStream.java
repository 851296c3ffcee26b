package io.mcp.registry.http;

import io.mcp.registry.watch.Opening;
import io.mcp.registry.watch.Watch;
import io.mcp.registry.watch.WatchEvent;
import io.mcp.registry.watch.WatchHub;
import io.mcp.registry.watch.WatchReader;
import io.mcp.registry.watch.WatchRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * One watch as server-sent events. Confined to its connection's event loop.
 * <p>
 * The head and the greeting leave through the framework, the events through the channel
 * itself: the framework would take up to 128 of them from us before it looks at the
 * socket, and would not say when they are in it. So there is one write under way at the
 * most, of everything that had gathered, and the next one begins when the socket has
 * taken it; what comes meanwhile waits in the hub, which bounds it.
 */
final class EventStream implements WatchReader {

	/** A write gathers no more once it has that many bytes. */
	private static final int FULL = 64 * 1024;

	private final WatchHub hub;

	private final ClientConnection connection;

	private final ServerHttpResponse response;

	private @Nullable Watch watch;

	private @Nullable FluxSink<Publisher<? extends DataBuffer>> body;

	private boolean writing = true;

	EventStream(WatchHub hub, ClientConnection connection, ServerHttpResponse response) {
		this.hub = hub;
		this.connection = connection;
		this.response = response;
	}

	/**
	 * Opens the watch and writes it. Completes when the watch ends or the client leaves;
	 * fails with a {@link ProblemException} where it was refused.
	 */
	Mono<Void> write(WatchRequest request) {
		return this.response.writeAndFlushWith(Flux
			.push((sink) -> this.connection.onEventLoop(() -> open(request, sink)), FluxSink.OverflowStrategy.IGNORE));
	}

	private void open(WatchRequest request, FluxSink<Publisher<? extends DataBuffer>> sink) {
		Opening opening = this.hub.open(request, this.connection.eventLoop(), this);
		if (opening instanceof Opening.Opened opened) {
			this.watch = opened.watch();
			this.body = sink;
			sink.onDispose(opened.watch()::close);
			this.response.setStatusCode(HttpStatus.OK);
			HttpHeaders headers = this.response.getHeaders();
			headers.setContentType(MediaType.TEXT_EVENT_STREAM);
			headers.setCacheControl(CacheControl.noCache());
			headers.set("X-Accel-Buffering", "no");
			headers.set(EventFormat.WATCH_ID, opened.watch().id());
			sink.next(Mono.fromSupplier(this::greeting));
		}
		else {
			sink.error(Problems.refused((Opening.Refused) opening));
		}
	}

	/** Is written at once; what is written by the next task comes behind it. */
	private DataBuffer greeting() {
		this.connection.eventLoop().execute(() -> {
			this.writing = false;
			write();
		});
		return this.response.bufferFactory().wrap(EventFormat.greeting());
	}

	@Override
	public void wake() {
		if (!this.writing) {
			write();
		}
	}

	@Override
	public void abort() {
		this.connection.channel().close();
	}

	private void write() {
		Watch open = this.watch;
		FluxSink<Publisher<? extends DataBuffer>> rest = this.body;
		if (open == null || rest == null) {
			return;
		}
		ByteBuf batch = gather(open);
		if (batch != null) {
			this.writing = true;
			this.connection.channel()
				.writeAndFlush(batch)
				.addListener((ChannelFuture write) -> written(open, write.isSuccess()));
		}
		else if (open.isEnded()) {
			rest.complete();
		}
	}

	private @Nullable ByteBuf gather(Watch open) {
		ByteBuf batch = null;
		while (batch == null || batch.readableBytes() < FULL) {
			WatchEvent event = open.poll();
			if (event == null) {
				break;
			}
			batch = EventFormat.append(batch, event, this.connection.channel().alloc());
		}
		return batch;
	}

	private void written(Watch open, boolean success) {
		this.writing = false;
		if (success) {
			open.written();
			write();
		}
		else {
			open.close();
			abort();
		}
	}

}
