package io.mcp.registry.view;

import java.util.Collection;

import io.mcp.registry.store.StoreClock;
import io.mcp.registry.store.StoredChange;
import io.micrometer.core.instrument.Timer;

/** Measures how far this replica lies behind the store's change streams. */
final class AppliedChanges implements ViewListener {

	private final StoreClock clock;

	private final Timer applied;

	AppliedChanges(StoreClock clock, Timer applied) {
		this.clock = clock;
		this.applied = applied;
	}

	@Override
	public void reloaded(int partition, Collection<ServiceSnapshot> services, Collection<ServiceSnapshot> differing) {
		// What was loaded has no moment of its own.
	}

	@Override
	public void changed(StoredChange change, long previousRevision, ServiceSnapshot service) {
		this.applied.record(this.clock.age(change.at()));
	}

}
