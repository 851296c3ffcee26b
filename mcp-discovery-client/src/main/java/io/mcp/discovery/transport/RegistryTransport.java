package io.mcp.discovery.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registry, moving on at once to its next address where one fails. Thread-safe
 * and shared by all parts of the client, so that what one learns about an address helps
 * the others. Never blocks; answers arrive on its {@code mcp-http} threads, which must
 * not be blocked either.
 */
public final class RegistryTransport implements AutoCloseable {

	private static final int THREADS = 2;

	private final RegistryAddresses addresses;

	private final ThreadPoolExecutor executor;

	private final AddressCall call;

	private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

	private volatile Consumer<URI> lostListener = (address) -> {
	};

	private volatile boolean closed;

	/**
	 * Creates a transport.
	 * @param uris the registry's addresses; a random one is asked first
	 * @param connectTimeout longest wait for a connection
	 * @param requestTimeout longest wait for one address's whole answer
	 * @param instants for the dates in {@link #state()}
	 * @param nanos for measuring time
	 * @param random for spreading load
	 */
	public RegistryTransport(List<URI> uris, Duration connectTimeout, Duration requestTimeout, InstantSource instants,
			LongSupplier nanos, RandomGenerator random) {
		this.addresses = new RegistryAddresses(uris, random.nextInt(uris.size()), instants, nanos, new Jitter(random));
		this.executor = executor();
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(connectTimeout)
			.executor(this.executor)
			.build();
		this.call = new AddressCall(client, this.executor, connectTimeout, requestTimeout);
	}

	/**
	 * Sends a request to the current address and, where that fails, to each of the others
	 * once.
	 * @param <T> what a successful answer holds
	 * @param request what to ask
	 * @return what became of it; the future itself does not fail
	 */
	public <T> CompletableFuture<RegistryReply<T>> exchange(RegistryRequest<T> request) {
		return attempt(request, this.addresses.round(), 0, new Outage<>("", false, null));
	}

	/**
	 * Sends a request to one address first and, where that fails, to each of the others
	 * once.
	 * @param <T> what a successful answer holds
	 * @param first the address to ask first
	 * @param request what to ask
	 * @return what became of it; the future itself does not fail
	 */
	public <T> CompletableFuture<RegistryReply<T>> exchangeFrom(URI first, RegistryRequest<T> request) {
		return attempt(request, this.addresses.roundFrom(first), 0, new Outage<>("", false, null));
	}

	/**
	 * Sends a request to one address only.
	 * @param <T> what a successful answer holds
	 * @param address the address
	 * @param request what to ask
	 * @return what became of it; the future itself does not fail
	 */
	public <T> CompletableFuture<RegistryReply<T>> exchangeAt(URI address, RegistryRequest<T> request) {
		return send(this.addresses.roundFrom(address).get(0), request);
	}

	/**
	 * Opens a stream of server-sent events at one address. An address without a
	 * connection is one for all requests; otherwise what becomes of the stream says
	 * nothing about the address.
	 * @param address the address
	 * @param path path and query below the address, with a leading slash
	 * @param reader what reads it
	 * @param executor where the reader is called, one call after the other
	 * @return what closes it
	 */
	public EventStream open(URI address, String path, EventReader reader, Executor executor) {
		EventStream stream = new EventStream(reader, executor, this.streams::remove);
		this.streams.add(stream);
		int index = this.addresses.roundFrom(address).get(0);
		this.call.open(address, path, stream, () -> this.addresses.answered(index, true), (end) -> {
			if (end.kind() == StreamEnd.Kind.UNREACHABLE) {
				lost(address, end.reason());
			}
		});
		return stream;
	}

	/**
	 * An address does not answer, which was found out by other means than a request.
	 * @param address the address
	 * @param reason what happened, with the address
	 */
	public void lost(URI address, String reason) {
		failed(this.addresses.roundFrom(address).get(0), new Outage<>(reason, false, null));
	}

	/**
	 * The addresses, the current one first.
	 * @return each of them once
	 */
	public List<URI> inTurn() {
		return this.addresses.round().stream().map(this.addresses::uri).toList();
	}

	/**
	 * Tells when an address that answered, or was not asked yet, does not answer.
	 * @param listener told the address, on any thread; must not wait
	 */
	public void onLost(Consumer<URI> listener) {
		this.lostListener = listener;
	}

	/**
	 * How long to send no reads after no address answered one: grows with each failed
	 * round, and respects what the registry asked for. Nothing enforces it.
	 * @return zero while some address answers
	 */
	public Duration readPause() {
		return this.addresses.pause(true);
	}

	/**
	 * How long to send no writes after no address answered one: as for reads. Nothing
	 * enforces it, since a deregistration, for one, does not wait.
	 * @return zero while some address answers
	 */
	public Duration writePause() {
		return this.addresses.pause(false);
	}

	/**
	 * How the addresses answered so far.
	 * @return a snapshot
	 */
	public RegistryState state() {
		return this.addresses.state();
	}

	/**
	 * Closes the streams and ends the threads. Requests under way are outages. Closing
	 * twice is harmless.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.streams.forEach(EventStream::close);
		this.executor.shutdown();
	}

	private <T> CompletableFuture<RegistryReply<T>> attempt(RegistryRequest<T> request, List<Integer> round, int turn,
			Outage<T> soFar) {
		if (this.closed) {
			return CompletableFuture.completedFuture(new Outage<>("the client is closed", false, null));
		}
		if (turn == round.size()) {
			this.addresses.allFailed(soFar, request.read());
			return CompletableFuture.completedFuture(soFar);
		}
		return send(round.get(turn), request).thenCompose((reply) -> {
			if (reply instanceof Outage<T> outage) {
				return attempt(request, round, turn + 1, merge(soFar, outage));
			}
			return CompletableFuture.completedFuture(reply);
		});
	}

	private <T> CompletableFuture<RegistryReply<T>> send(int index, RegistryRequest<T> request) {
		return this.call.send(this.addresses.uri(index), request).thenApply((reply) -> {
			if (reply instanceof Answer) {
				this.addresses.answered(index, request.read());
			}
			else if (reply instanceof Outage<T> outage && request.hold().isZero()) {
				failed(index, outage);
			}
			return reply;
		});
	}

	private void failed(int index, Outage<?> outage) {
		if (this.addresses.failed(index, outage)) {
			this.lostListener.accept(this.addresses.uri(index));
		}
	}

	private static <T> Outage<T> merge(Outage<T> first, Outage<T> second) {
		String reason = first.reason().isEmpty() ? second.reason() : first.reason() + "; " + second.reason();
		boolean longer = orZero(first.retryAfter()).compareTo(orZero(second.retryAfter())) > 0;
		return new Outage<>(reason, first.answered() || second.answered(),
				longer ? first.retryAfter() : second.retryAfter());
	}

	private static Duration orZero(@Nullable Duration duration) {
		return (duration != null) ? duration : Duration.ZERO;
	}

	private static ThreadPoolExecutor executor() {
		AtomicInteger number = new AtomicInteger();
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (work) -> {
					Thread thread = new Thread(work, "mcp-http-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				}, (work, closedExecutor) -> work.run());
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
