package io.mcp.discovery.cache;

/**
 * Is told when a list became another one for callers.
 * <p>
 * All listeners are called on one thread, {@code mcp-listeners}, without any lock, after
 * the change is visible to callers; for one service in the order of its revisions. Who
 * takes long delays other listeners, but neither the lists nor their callers; what
 * happens meanwhile is told as one change afterwards.
 */
@FunctionalInterface
public interface ServiceListener {

	/**
	 * A list became another one.
	 * @param change what changed
	 */
	void onChange(ServiceChange change);

	/** What removes a listener. */
	interface Handle extends AutoCloseable {

		/**
		 * Removes the listener. It may still hear of one change that is being told.
		 * Closing twice is harmless.
		 */
		@Override
		void close();

	}

}
