package io.mcp.discovery.cache;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of changes, on a thread of their own, {@code mcp-listeners}.
 * Thread-safe. Holds at most one untold change per service, so that a listener who never
 * returns costs nothing but what he does not hear.
 */
final class ServiceListeners implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ServiceListeners.class);

	private final List<Listening> listening = new CopyOnWriteArrayList<>();

	private final ConcurrentHashMap<String, ServiceChange> untold = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor executor;

	ServiceListeners() {
		this.executor = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (work) -> {
			Thread thread = new Thread(work, "mcp-listeners");
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Adds a listener.
	 * @param service key of the service; {@code null} listens to all
	 * @param listener what is told
	 * @return what removes it
	 */
	ServiceListener.Handle add(@Nullable String service, ServiceListener listener) {
		Listening one = new Listening(service, listener);
		this.listening.add(one);
		return () -> this.listening.removeIf((other) -> other == one);
	}

	/** Whether somebody listens to exactly this service. */
	boolean listensTo(String service) {
		return this.listening.stream().anyMatch((one) -> service.equals(one.service()));
	}

	/**
	 * A list became another one. Called by one writer of the service at a time, in order.
	 * @param service key of the service
	 * @param change what changed
	 */
	void changed(String service, ServiceChange change) {
		if (this.listening.isEmpty()) {
			return;
		}
		ServiceChange merged = this.untold.merge(service, change, ServiceChange::followedBy);
		if (merged == change) {
			this.executor.execute(() -> tell(service));
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private void tell(String service) {
		ServiceChange change = this.untold.remove(service);
		if (change == null || change.before().equals(change.after())) {
			return;
		}
		for (Listening one : this.listening) {
			if (one.service() == null || one.service().equals(service)) {
				tell(one.listener(), change);
			}
		}
	}

	private static void tell(ServiceListener listener, ServiceChange change) {
		try {
			listener.onChange(change);
		}
		catch (RuntimeException ex) {
			// Foreign code: its failure is no reason not to tell the others.
			logger.warn("{} failed on the change of '{}' to revision {}. It stays registered", listener,
					change.serviceName(), change.revision(), ex);
		}
	}

	/** A class, no record: two listenings are never the same one. */
	private static final class Listening {

		private final @Nullable String service;

		private final ServiceListener listener;

		Listening(@Nullable String service, ServiceListener listener) {
			this.service = service;
			this.listener = listener;
		}

		@Nullable String service() {
			return this.service;
		}

		ServiceListener listener() {
			return this.listener;
		}

	}

}
