package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mcp.discovery.transport.RegistryReply;
import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.RegistryRequest;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;

/** Lists as the registry's HTTP API gives them, with every instance. */
final class RegistryListSource implements ListSource {

	private static final int NOT_MODIFIED = 304;

	private final RegistryTransport transport;

	private final String namespace;

	RegistryListSource(RegistryTransport transport, String namespace) {
		this.transport = transport;
		this.namespace = namespace;
	}

	@Override
	public CompletableFuture<Fetched> fetch(String serviceName, @Nullable String etag) {
		String path = "/v1/services/" + serviceName + "/instances?namespace=" + this.namespace
				+ "&health=any&status=any";
		return this.transport.exchange(RegistryRequest.get(path, ServiceInstances.class).unless(etag))
			.thenApply(RegistryListSource::fetched);
	}

	@Override
	public Duration pause() {
		return this.transport.readPause();
	}

	private static Fetched fetched(RegistryReply<ServiceInstances> reply) {
		if (reply instanceof Outage<ServiceInstances> outage) {
			return new Fetched.Failed(outage.reason(), false);
		}
		Answer<ServiceInstances> answer = (Answer<ServiceInstances>) reply;
		if (answer.status() == NOT_MODIFIED) {
			return new Fetched.Unchanged();
		}
		ServiceInstances list = answer.value();
		return (list != null) ? new Fetched.Listed(list, answer.etag()) : new Fetched.Failed(answer.refusal(), true);
	}

}
