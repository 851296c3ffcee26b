package io.mcp.registry.view;

import java.util.Collection;

import io.mcp.registry.store.StoredChange;

/**
 * Hears of everything that the view shows, after it shows it. Called by the feed of the
 * partition, one call at a time for each partition; must return quickly.
 */
public interface ViewListener {

	/**
	 * A partition was read anew; whatever was known of it before no longer counts.
	 * @param partition which
	 * @param services all its services
	 */
	void reloaded(int partition, Collection<ServiceSnapshot> services);

	/**
	 * One instance changed.
	 * @param change what happened
	 * @param service its service afterwards
	 */
	void changed(StoredChange change, ServiceSnapshot service);

}
