package io.mcp.registry.lease;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/** Sweeps again and again while the registry runs. */
final class SweepLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SweepLifecycle.class);

	private final LeaseSweeper leases;

	private final OverrideSweeper overrides;

	private final ScheduledExecutorService timer;

	private volatile boolean running;

	SweepLifecycle(LeaseSweeper leases, OverrideSweeper overrides, ScheduledExecutorService timer) {
		this.leases = leases;
		this.overrides = overrides;
		this.timer = timer;
	}

	@Override
	public void start() {
		this.running = true;
		long interval = LeaseSweeper.INTERVAL.toMillis();
		this.timer.scheduleWithFixedDelay(this::sweep, interval, interval, TimeUnit.MILLISECONDS);
	}

	private void sweep() {
		try {
			this.leases.sweep();
			this.overrides.sweep();
		}
		catch (RuntimeException ex) {
			// A timer forgets a task that threw, and then no lease would ever end again.
			logger.error("A sweep for ended leases and overrides failed; the next one follows", ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.shutdownNow();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return 400;
	}

}
