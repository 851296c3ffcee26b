package io.mcp.registry.view;

import io.mcp.registry.store.StoreReadiness;

import org.springframework.context.SmartLifecycle;

/** Starts the feed once the store can be asked, and stops it before the store goes. */
final class ViewLifecycle implements SmartLifecycle {

	private final ViewFeed feed;

	private final StoreReadiness store;

	private volatile boolean running;

	ViewLifecycle(ViewFeed feed, StoreReadiness store) {
		this.feed = feed;
		this.store = store;
	}

	@Override
	public void start() {
		this.running = true;
		this.store.connected().thenRun(this.feed::start);
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
