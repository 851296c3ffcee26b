package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mcp.discovery.transport.EventReader;
import io.mcp.discovery.transport.RegistryReply;
import io.mcp.protocol.ServiceInstances;

/** What watching needs of the registry. Thread-safe; nothing waits, no future fails. */
interface WatchCalls {

	/** The addresses, in the order in which they should be tried. */
	List<URI> inTurn();

	/**
	 * Opens a stream.
	 * @param address the address
	 * @param services the services with the revisions that are here; -1 for none
	 * @param reader what reads it
	 * @return what closes it
	 */
	Runnable open(URI address, Map<String, Long> services, EventReader reader);

	/** Whether an address answers an ordinary question. */
	CompletableFuture<Boolean> answers(URI address);

	/**
	 * Asks for a list that is newer than the one here.
	 * @param address the address
	 * @param service the service
	 * @param revision the revision that is here
	 * @param wait how long the registry may wait for a newer one
	 */
	CompletableFuture<RegistryReply<ServiceInstances>> await(URI address, String service, long revision, Duration wait);

	/**
	 * Tells the registry what was applied.
	 * @param address the address of the stream
	 * @param watchId the name of the stream
	 * @param service the service
	 * @param revision the revision up to which everything was applied
	 */
	void acknowledge(URI address, String watchId, String service, long revision);

	/** An address does not answer, as its stream shows. */
	void lost(URI address, String reason);

	/** Tells of addresses that do not answer, as other calls show. */
	void onLost(Consumer<URI> listener);

	/** How long to leave the registry alone. */
	Duration pause();

}
