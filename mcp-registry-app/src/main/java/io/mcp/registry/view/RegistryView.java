package io.mcp.registry.view;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

import io.mcp.registry.instance.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of all services, in memory. Thread-safe; readers never wait and
 * never see half a change.
 */
public interface RegistryView {

	/** Whether everything was loaded once; before that, an absence means nothing. */
	boolean isLoaded();

	/**
	 * For how long the store has not confirmed some part of this view; zero while all of
	 * it is fed.
	 */
	Duration staleness();

	/** The same for one partition: on Cluster they lie on several nodes. */
	Duration staleness(int partition);

	/** One service; empty where it has no instance. */
	Optional<ServiceSnapshot> service(ServiceKey service);

	/**
	 * The revision of a service that has no instance: when this replica last saw a
	 * service of the same partition vanish, or loaded the partition. So it never lies
	 * before a revision that the service had, and nothing need be remembered of the
	 * service.
	 */
	long absentRevision(ServiceKey service);

	/**
	 * The revision of a service, with instances or without. Absence is read before
	 * presence: a service that appears between the two is seen, and one that is not seen
	 * appears after that revision.
	 */
	default long revision(ServiceKey service) {
		long absent = absentRevision(service);
		return service(service).map(ServiceSnapshot::revision).orElse(absent);
	}

	/**
	 * Services of a namespace, ordered by name.
	 * @param namespace the namespace
	 * @param prefix what the names must begin with, in any case
	 * @param after name after which to start, or {@code null} for the beginning
	 * @param limit how many at the most
	 */
	ServicePage services(String namespace, String prefix, @Nullable String after, int limit);

	/**
	 * Every service of every namespace, in no order; changes while it is walked through.
	 */
	Collection<ServiceSnapshot> all();

}
