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
	 * @param differing services that are not as they were shown before, those without an
	 * instance now included
	 */
	void reloaded(int partition, Collection<ServiceSnapshot> services, Collection<ServiceSnapshot> differing);

	/**
	 * One instance changed.
	 * @param change what happened
	 * @param previousRevision the revision of its service that was shown before
	 * @param service its service afterwards
	 */
	void changed(StoredChange change, long previousRevision, ServiceSnapshot service);

}
