package io.mcp.spring;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.cache.ServiceChange;
import io.mcp.discovery.cache.ServiceListener;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Makes events of the client's changes: from before the web server accepts its first call
 * until after it has answered its last.
 */
final class ServiceChangePublisher implements SmartLifecycle {

	private final McpDiscovery discovery;

	private final ApplicationEventPublisher publisher;

	private volatile ServiceListener.@Nullable Handle listening;

	ServiceChangePublisher(McpDiscovery discovery, ApplicationEventPublisher publisher) {
		this.discovery = discovery;
		this.publisher = publisher;
	}

	@Override
	public void start() {
		if (this.listening == null) {
			this.listening = this.discovery.onChange(this::publish);
		}
	}

	@Override
	public void stop() {
		ServiceListener.Handle handle = this.listening;
		this.listening = null;
		if (handle != null) {
			handle.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.listening != null;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	// A change that is being told while the context closes would find no publisher
	private void publish(ServiceChange change) {
		if (isRunning()) {
			this.publisher.publishEvent(new McpServiceChangedEvent(this.discovery, change));
		}
	}

}
