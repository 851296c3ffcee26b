package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;

import io.mcp.discovery.balance.Picker;
import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/** What a list needs of those around it. Thread-safe; nothing waits. */
interface ListHost {

	/** Where lists are fetched. */
	ListSource source();

	/** When to load. */
	CacheTiming timing();

	/** Time for measuring intervals. */
	long nanos();

	/** Plans the next load, in place of one that is planned. */
	void pullIn(ServiceList list, Duration delay);

	/** Plans the load that decides about a doubt, in place of one that is planned. */
	void confirmIn(ServiceList list, Duration delay);

	/** What picks from a list; {@code null} where it is empty. */
	@Nullable Picker picker(List<InstanceInfo> instances);

	/** Callers get something else. Called by one writer of the list at a time. */
	void changed(ServiceList list, ServiceChange change);

	/** A service came into use, and its first load ended, however. */
	void firstLoadEnded();

	/** A list changed or was confirmed. */
	void updated(ServiceList list);

	/** Who measures. */
	DiscoveryObserver observer();

}
