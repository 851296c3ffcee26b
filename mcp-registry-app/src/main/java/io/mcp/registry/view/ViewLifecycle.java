package io.mcp.registry.view;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mcp.registry.store.StoreClock;
import io.mcp.registry.store.StoreReadiness;

import org.springframework.context.SmartLifecycle;

/** Starts the feed once the store can be asked, and stops it before the store goes. */
final class ViewLifecycle implements SmartLifecycle {

	private static final long CLOCK_INTERVAL_MILLIS = 5000;

	private final ViewFeed feed;

	private final StoreReadiness store;

	private final StoreClock clock;

	private final ScheduledExecutorService timer;

	private volatile boolean running;

	ViewLifecycle(ViewFeed feed, StoreReadiness store, StoreClock clock, ScheduledExecutorService timer) {
		this.feed = feed;
		this.store = store;
		this.clock = clock;
		this.timer = timer;
	}

	@Override
	public void start() {
		this.running = true;
		this.store.connected().thenRun(() -> {
			this.feed.start();
			this.timer.scheduleWithFixedDelay(this.clock::measure, 0, CLOCK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		});
	}

	@Override
	public void stop() {
		this.running = false;
		this.feed.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return 200;
	}

}
