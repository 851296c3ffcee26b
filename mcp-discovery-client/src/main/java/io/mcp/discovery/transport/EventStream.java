package io.mcp.discovery.transport;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import io.mcp.discovery.transport.SseParser.EventTooLargeException;
import io.mcp.discovery.transport.StreamEnd.Kind;
import io.mcp.protocol.Watch;
import org.jspecify.annotations.Nullable;

/**
 * One stream of server-sent events while it is read. Thread-safe. No thread waits for it:
 * bytes are parsed on the HTTP client's threads and handed to the reader on its own; more
 * are asked for when it has dealt with them, so that a slow reader slows the registry
 * down instead of filling the memory.
 */
public final class EventStream implements AutoCloseable {

	private final EventReader reader;

	private final Executor executor;

	private final Consumer<EventStream> whenOver;

	private volatile boolean closed;

	private volatile boolean opened;

	private volatile Flow.@Nullable Subscription subscription;

	private volatile @Nullable CompletableFuture<HttpResponse<byte[]>> exchange;

	/**
	 * Creates a stream.
	 * @param reader what reads it
	 * @param executor where the reader is called
	 * @param whenOver told when nothing comes any more
	 */
	EventStream(EventReader reader, Executor executor, Consumer<EventStream> whenOver) {
		this.reader = reader;
		this.executor = executor;
		this.whenOver = whenOver;
	}

	/** Closes the connection. The reader hears nothing more. Harmless when repeated. */
	@Override
	public void close() {
		this.closed = true;
		this.whenOver.accept(this);
		Flow.Subscription reading = this.subscription;
		if (reading != null) {
			reading.cancel();
		}
		CompletableFuture<HttpResponse<byte[]>> sent = this.exchange;
		if (sent != null) {
			sent.cancel(true);
		}
	}

	/** Whether the head of a stream came. */
	boolean opened() {
		return this.opened;
	}

	/** Whether it was closed here, so that its end says nothing about the address. */
	boolean closed() {
		return this.closed;
	}

	/** What to cancel when it is closed. */
	void over(CompletableFuture<HttpResponse<byte[]>> exchange) {
		this.exchange = exchange;
		if (this.closed) {
			exchange.cancel(true);
		}
	}

	/** Takes the body of an answer: as events where it is a stream, else as it is. */
	BodySubscriber<byte[]> body(ResponseInfo head, Runnable opening) {
		boolean stream = head.statusCode() == 200 && head.headers()
			.firstValue("Content-Type")
			.filter((type) -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
			.isPresent();
		if (!stream) {
			return BodySubscribers.ofByteArray();
		}
		this.opened = true;
		opening.run();
		String watchId = head.headers().firstValue(Watch.ID_HEADER).orElse("");
		tell(() -> this.reader.opened(watchId));
		return BodySubscribers.fromSubscriber(new Reading(), (reading) -> new byte[0]);
	}

	void end(StreamEnd end) {
		this.whenOver.accept(this);
		tell(() -> this.reader.ended(end));
	}

	private void giveUp(StreamEnd end) {
		if (!this.closed) {
			close();
			this.reader.ended(end);
		}
	}

	private void tell(Runnable word) {
		this.executor.execute(() -> {
			if (!this.closed) {
				word.run();
			}
		});
	}

	/** Parses what comes, one portion at a time. */
	private final class Reading implements Flow.Subscriber<List<ByteBuffer>> {

		private final SseParser parser = new SseParser();

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			EventStream.this.subscription = subscription;
			if (EventStream.this.closed) {
				subscription.cancel();
			}
			else {
				subscription.request(1);
			}
		}

		@Override
		public void onNext(List<ByteBuffer> portion) {
			List<ServerEvent> events = new ArrayList<>();
			try {
				for (ByteBuffer bytes : portion) {
					events.addAll(this.parser.read(bytes));
				}
			}
			catch (EventTooLargeException ex) {
				EventStream.this.executor
					.execute(() -> giveUp(new StreamEnd(Kind.CUT, String.valueOf(ex.getMessage()), null)));
				return;
			}
			EventStream.this.executor.execute(() -> deal(events));
		}

		@Override
		public void onError(Throwable failure) {
			// The exchange fails with it as well, and tells the reader.
		}

		@Override
		public void onComplete() {
			// The exchange completes with it, and tells the reader.
		}

		private void deal(List<ServerEvent> events) {
			try {
				if (!EventStream.this.closed) {
					EventStream.this.reader.alive();
				}
				for (ServerEvent event : events) {
					if (!EventStream.this.closed) {
						EventStream.this.reader.event(event);
					}
				}
			}
			finally {
				Flow.Subscription reading = EventStream.this.subscription;
				if (reading != null) {
					reading.request(1);
				}
			}
		}

	}

}
