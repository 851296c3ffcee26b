package io.mcp.discovery.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The one thread on which a process's lists are kept, and the time as that thread sees
 * it. Thread-safe. What runs on it must not wait.
 */
public interface Scheduler extends Executor, AutoCloseable {

	/**
	 * A scheduler with a daemon thread of its own, which starts with the first work.
	 * @param thread name of the thread
	 * @param instants for dates
	 * @param nanos for measuring time
	 * @return the scheduler
	 */
	static Scheduler create(String thread, InstantSource instants, LongSupplier nanos) {
		return new ThreadScheduler(thread, instants, nanos);
	}

	/**
	 * Runs something later. Does nothing after {@link #close}.
	 * @param delay how much later
	 * @param work what to run
	 * @return what prevents it
	 */
	Task after(Duration delay, Runnable work);

	/**
	 * Time for measuring intervals.
	 * @return nanoseconds since an arbitrary moment
	 */
	long nanos();

	/**
	 * The date.
	 * @return the date by this machine's clock
	 */
	Instant instant();

	/** Ends the thread. What is planned does not happen. Closing twice is harmless. */
	@Override
	void close();

	/** Something that is due later. */
	interface Task {

		/** Prevents it, unless it has begun. */
		void cancel();

	}

}
