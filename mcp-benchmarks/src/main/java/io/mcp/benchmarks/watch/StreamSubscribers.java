package io.mcp.benchmarks.watch;

import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.mcp.benchmarks.arguments.ArgumentException;
import io.mcp.benchmarks.http.EventLoops;

/**
 * Plain connections that read the stream of events and keep no list. They share a few
 * event loops, so that thousands cost this JVM little. Thread-safe.
 */
public final class StreamSubscribers implements Subscribers {

	/**
	 * Connections that are being opened at a time: fewer than any backlog of a server.
	 */
	private static final int AT_A_TIME = 50;

	private final Queue<WatchStream> streams = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Void> subscribed = new CompletableFuture<>();

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger missing;

	private final EventLoops loops;

	private final List<URI> registries;

	private final String service;

	private final int count;

	private final Arrivals arrivals;

	/**
	 * Nothing is opened yet.
	 * @param registries to be shared by them in turn
	 * @param service what they watch
	 * @param count how many
	 * @param arrivals where they tell what they see
	 */
	public StreamSubscribers(EventLoops loops, List<URI> registries, String service, int count, Arrivals arrivals) {
		this.loops = loops;
		this.registries = List.copyOf(registries);
		this.service = service;
		this.count = count;
		this.arrivals = arrivals;
		this.missing = new AtomicInteger(count);
	}

	@Override
	public void subscribe() {
		for (int i = 0; i < Math.min(AT_A_TIME, this.count); i++) {
			openNext();
		}
		try {
			this.subscribed.join();
		}
		catch (CompletionException ex) {
			throw new ArgumentException("Not all of " + this.count + " streams could be opened: "
					+ ((ex.getCause() != null) ? ex.getCause().getMessage() : ex.getMessage()));
		}
	}

	@Override
	public String description() {
		return "plain SSE streams";
	}

	@Override
	public void close() {
		this.streams.forEach(WatchStream::close);
	}

	private void openNext() {
		int number = this.next.getAndIncrement();
		if (number >= this.count) {
			return;
		}
		URI registry = this.registries.get(number % this.registries.size());
		WatchStream stream = new WatchStream((event) -> this.arrivals.saw(number, event));
		this.streams.add(stream);
		stream.open(this.loops.next(), registry, this.service).whenComplete((opened, failure) -> {
			if (failure != null) {
				this.subscribed.completeExceptionally(failure);
			}
			else if (this.missing.decrementAndGet() == 0) {
				this.subscribed.complete(null);
			}
			else {
				openNext();
			}
		});
	}

}
