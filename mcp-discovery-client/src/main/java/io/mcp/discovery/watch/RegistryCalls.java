package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mcp.discovery.transport.EventReader;
import io.mcp.discovery.transport.RegistryReply;
import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryRequest;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.protocol.Acknowledgement;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.ServiceList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the registry's HTTP API. */
final class RegistryCalls implements WatchCalls {

	private static final Logger logger = LoggerFactory.getLogger(RegistryCalls.class);

	private final RegistryTransport transport;

	private final String namespace;

	private final Scheduler scheduler;

	RegistryCalls(RegistryTransport transport, String namespace, Scheduler scheduler) {
		this.transport = transport;
		this.namespace = namespace;
		this.scheduler = scheduler;
	}

	@Override
	public List<URI> inTurn() {
		return this.transport.inTurn();
	}

	@Override
	public Runnable open(URI address, Map<String, Long> services, EventReader reader) {
		StringBuilder path = new StringBuilder("/v1/watch?namespace=").append(this.namespace);
		services.forEach((service, revision) -> {
			path.append("&service=").append(service);
			if (revision >= 0) {
				path.append('@').append(revision);
			}
		});
		return this.transport.open(address, path.toString(), reader, this.scheduler)::close;
	}

	@Override
	public CompletableFuture<Boolean> answers(URI address) {
		return this.transport
			.exchangeAt(address,
					RegistryRequest.get("/v1/services?limit=1&namespace=" + this.namespace, ServiceList.class))
			.thenApply(Answer.class::isInstance);
	}

	@Override
	public CompletableFuture<RegistryReply<ServiceInstances>> await(URI address, String service, long revision,
			Duration wait) {
		String path = "/v1/services/" + service + "/instances?namespace=" + this.namespace
				+ "&health=any&status=any&index=" + revision + "&wait=" + wait.toSeconds() + "s";
		return this.transport.exchangeAt(address, RegistryRequest.get(path, ServiceInstances.class).holding(wait));
	}

	@Override
	public void acknowledge(URI address, String watchId, String service, long revision) {
		Acknowledgement acknowledgement = new Acknowledgement(watchId, this.namespace, service, revision);
		this.transport.exchangeFrom(address, RegistryRequest.post("/v1/watch/acknowledgements", acknowledgement))
			.thenAccept((reply) -> logger.debug("Acknowledged revision {} of '{}': {}", revision, service, reply));
	}

	@Override
	public void lost(URI address, String reason) {
		this.transport.lost(address, reason);
	}

	@Override
	public void onLost(Consumer<URI> listener) {
		this.transport.onLost(listener);
	}

	@Override
	public Duration pause() {
		return this.transport.readPause();
	}

}
