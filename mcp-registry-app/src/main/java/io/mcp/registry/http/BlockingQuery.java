package io.mcp.registry.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.watch.Opening;
import io.mcp.registry.watch.Watch;
import io.mcp.registry.watch.WatchEvent;
import io.mcp.registry.watch.WatchHub;
import io.mcp.registry.watch.WatchReader;
import io.mcp.registry.watch.WatchRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Waits for news of one service. Costs no thread, and is confined to its connection's
 * event loop.
 */
final class BlockingQuery implements WatchReader {

	private final WatchHub hub;

	private final ClientConnection connection;

	private final long index;

	private boolean isFirst = true;

	private @Nullable Watch watch;

	private @Nullable MonoSink<Void> answer;

	BlockingQuery(WatchHub hub, ClientConnection connection, long index) {
		this.hub = hub;
		this.connection = connection;
		this.index = index;
	}

	/**
	 * Completes when the service's revision has grown beyond the index, when the store
	 * turned out to hold something else, after the wait, or when the registry ends; fails
	 * with a {@link ProblemException} where it was refused.
	 */
	Mono<Void> news(ServiceKey service, Duration wait) {
		WatchRequest.Service known = new WatchRequest.Service(service, service.name(), this.index);
		WatchRequest request = new WatchRequest(List.of(known), this.connection.client());
		return Mono.create((sink) -> this.connection.onEventLoop(() -> open(request, wait, sink)));
	}

	private void open(WatchRequest request, Duration wait, MonoSink<Void> sink) {
		Opening opening = this.hub.openQuery(request, this.connection.eventLoop(), this);
		if (opening instanceof Opening.Opened opened) {
			this.watch = opened.watch();
			this.answer = sink;
			Future<?> end = this.connection.eventLoop()
				.schedule(() -> sink.success(), wait.toNanos(), TimeUnit.NANOSECONDS);
			sink.onDispose(() -> {
				end.cancel(false);
				opened.watch().close();
			});
			wake();
		}
		else {
			sink.error(Problems.refused((Opening.Refused) opening));
		}
	}

	@Override
	public void wake() {
		Watch open = this.watch;
		MonoSink<Void> waiting = this.answer;
		if (open == null || waiting == null) {
			return;
		}
		boolean news = open.isEnded();
		for (WatchEvent event = open.poll(); event != null; event = open.poll()) {
			news |= isNews(event);
		}
		open.written();
		this.isFirst = false;
		if (news) {
			waiting.success();
		}
	}

	@Override
	public void abort() {
		this.connection.channel().close();
	}

	/**
	 * Whoever asks a replica that is a little behind gets its whole list first, and waits
	 * on; any other time the whole list means that what was there no longer counts.
	 */
	private boolean isNews(WatchEvent event) {
		if (event instanceof WatchEvent.Delta delta) {
			return delta.revision() > this.index;
		}
		return event instanceof WatchEvent.Snapshot snapshot && (!this.isFirst || snapshot.revision() > this.index);
	}

}
