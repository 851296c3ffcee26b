package io.mcp.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

import io.mcp.discovery.transport.Scheduler;

/** Work that is done when the test says so, on its thread, by a clock of its own. */
public final class ManualScheduler implements Scheduler {

	private final ManualClock clock = new ManualClock();

	private final Queue<Runnable> now = new ArrayDeque<>();

	private final PriorityQueue<Planned> later = new PriorityQueue<>(
			Comparator.comparingLong(Planned::due).thenComparingLong(Planned::number));

	private long number;

	@Override
	public void execute(Runnable work) {
		this.now.add(work);
	}

	@Override
	public Task after(Duration delay, Runnable work) {
		Planned planned = new Planned(nanos() + delay.toNanos(), this.number++, work);
		this.later.add(planned);
		return () -> this.later.remove(planned);
	}

	@Override
	public long nanos() {
		return this.clock.nanos();
	}

	@Override
	public Instant instant() {
		return this.clock.instant();
	}

	@Override
	public void close() {
		this.now.clear();
		this.later.clear();
	}

	/** Does what is due now. */
	public void run() {
		advance(Duration.ZERO);
	}

	/** Lets time pass and does what is due meanwhile, each at its moment. */
	public void advance(Duration duration) {
		long end = nanos() + duration.toNanos();
		runNow();
		while (!this.later.isEmpty() && this.later.element().due() <= end) {
			Planned next = this.later.remove();
			this.clock.advance(Duration.ofNanos(Math.max(0, next.due() - nanos())));
			next.work().run();
			runNow();
		}
		this.clock.advance(Duration.ofNanos(end - nanos()));
	}

	private void runNow() {
		for (Runnable work = this.now.poll(); work != null; work = this.now.poll()) {
			work.run();
		}
	}

	private record Planned(long due, long number, Runnable work) {

	}

}
