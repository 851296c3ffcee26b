package io.mcp.discovery.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread of its own. */
final class ThreadScheduler implements Scheduler {

	private static final Logger logger = LoggerFactory.getLogger(ThreadScheduler.class);

	private final InstantSource instants;

	private final LongSupplier nanos;

	private final ScheduledThreadPoolExecutor executor;

	ThreadScheduler(String threadName, InstantSource instants, LongSupplier nanos) {
		this.instants = instants;
		this.nanos = nanos;
		this.executor = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, threadName);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
	}

	@Override
	public void execute(Runnable work) {
		this.executor.execute(() -> run(work));
	}

	@Override
	public Task after(Duration delay, Runnable work) {
		Future<?> planned = this.executor.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> planned.cancel(false);
	}

	@Override
	public long nanos() {
		return this.nanos.getAsLong();
	}

	@Override
	public Instant instant() {
		return this.instants.instant();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/** The executor would keep a bug to itself. */
	private static void run(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			logger.error("Background work of the discovery client failed. Please report this", ex);
		}
	}

}
