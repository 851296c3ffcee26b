package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;

/** Where lists come from. Thread-safe. */
interface ListSource {

	/**
	 * Asks for a list.
	 * @param serviceName the service
	 * @param etag the version that is already here
	 * @return what came; the future itself does not fail
	 */
	CompletableFuture<Fetched> fetch(String serviceName, @Nullable String etag);

	/** How long to ask for nothing; zero as long as the source answers. */
	Duration pause();

	/** What a fetch brought. */
	sealed interface Fetched {

		/**
		 * A list.
		 *
		 * @param list the list
		 * @param etag its version
		 */
		record Listed(ServiceInstances list, @Nullable String etag) implements Fetched {

		}

		/** The version that is already here is still the current one. */
		record Unchanged() implements Fetched {

		}

		/**
		 * Nothing.
		 *
		 * @param reason why
		 * @param refused whether the registry answered, but with a refusal
		 */
		record Failed(String reason, boolean refused) implements Fetched {

		}

	}

}
