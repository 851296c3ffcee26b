package io.mcp.spring;

import java.util.List;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.cache.ServiceChange;
import io.mcp.protocol.InstanceInfo;

import org.springframework.context.ApplicationEvent;

/**
 * The instances of a service that this application uses have changed. Published on one
 * thread of the client's own, after the change is visible to callers; for one service in
 * the order of the changes, those that come too fast for the listeners as one. Only
 * services in use are watched: those that were called or looked up lately, and the eager
 * ones. Lists that came before the application context was refreshed cause no event.
 */
public final class McpServiceChangedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient ServiceChange change;

	/**
	 * Creates an event.
	 * @param source what found the change
	 * @param change what changed
	 */
	public McpServiceChangedEvent(McpDiscovery source, ServiceChange change) {
		super(source);
		this.change = change;
	}

	/**
	 * The service.
	 * @return its name as registered
	 */
	public String getServiceName() {
		return this.change.serviceName();
	}

	/**
	 * The instances that callers got until now.
	 * @return an immutable list in the order of the ids
	 */
	public List<InstanceInfo> getBefore() {
		return this.change.before();
	}

	/**
	 * The instances that callers get from now on.
	 * @return an immutable list in the order of the ids
	 */
	public List<InstanceInfo> getAfter() {
		return this.change.after();
	}

	/**
	 * The change as the client tells it.
	 * @return the change, with its revision and what was added and removed
	 */
	public ServiceChange getChange() {
		return this.change;
	}

	@Override
	public String toString() {
		return "McpServiceChangedEvent['" + getServiceName() + "' from " + getBefore().size() + " to "
				+ getAfter().size() + " instances]";
	}

}
