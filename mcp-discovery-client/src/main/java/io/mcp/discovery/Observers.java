package io.mcp.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mcp.discovery.cache.DiscoveryObserver;

/** Tells all observers what one is told. Thread-safe. */
final class Observers implements DiscoveryObserver {

	private final List<DiscoveryObserver> observers = new CopyOnWriteArrayList<>();

	void add(DiscoveryObserver observer) {
		this.observers.add(observer);
	}

	@Override
	public void deltaApplied(String serviceName, Duration lag) {
		this.observers.forEach((one) -> one.deltaApplied(serviceName, lag));
	}

	@Override
	public void snapshotTaken(String serviceName) {
		this.observers.forEach((one) -> one.snapshotTaken(serviceName));
	}

	@Override
	public void gapFound(String serviceName) {
		this.observers.forEach((one) -> one.gapFound(serviceName));
	}

	@Override
	public void lossHeld(String serviceName) {
		this.observers.forEach((one) -> one.lossHeld(serviceName));
	}

	@Override
	public void lossBelieved(String serviceName) {
		this.observers.forEach((one) -> one.lossBelieved(serviceName));
	}

	@Override
	public void reconnected() {
		this.observers.forEach(DiscoveryObserver::reconnected);
	}

}
