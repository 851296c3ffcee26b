package io.mcp.benchmarks.http;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.mcp.protocol.Heartbeats;
import io.mcp.protocol.LeaseRef;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.RegisterResponse;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import tools.jackson.databind.json.JsonMapper;

/** The calls of one registry that runs need. Thread-safe. */
public final class RegistryCalls implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final int OK = 200;

	private static final int CREATED = 201;

	private static final int NO_CONTENT = 204;

	private final HttpPool pool;

	/**
	 * Connects when there is something to send.
	 * @param address of the registry
	 * @param connections how many at most
	 * @param loop what carries them
	 */
	public RegistryCalls(URI address, int connections, EventLoop loop) {
		this.pool = new HttpPool(address, connections, loop);
	}

	/**
	 * Registers.
	 * @return the lease; fails where it was refused
	 */
	public CompletableFuture<RegisterResponse> register(RegisterRequest request) {
		return this.pool.send(HttpMethod.POST, "/v1/register", JSON.writeValueAsString(request)).thenApply((answer) -> {
			if (answer.status() != OK && answer.status() != CREATED) {
				throw refused("POST /v1/register", answer);
			}
			return JSON.readValue(answer.body(), RegisterResponse.class);
		});
	}

	/** Deregisters; fails where that was refused. */
	public CompletableFuture<Void> deregister(LeaseRef lease) {
		String path = path(lease) + "?lease_id=" + lease.leaseId();
		return this.pool.send(HttpMethod.DELETE, path, null).thenAccept((answer) -> {
			if (answer.status() != NO_CONTENT) {
				throw refused("DELETE " + path, answer);
			}
		});
	}

	/**
	 * One heartbeat by itself.
	 * @return how many leases it renewed: one, or none where it was refused
	 */
	public CompletableFuture<Integer> renew(LeaseRef lease) {
		return this.pool.send(HttpMethod.PUT, path(lease) + "/heartbeat", "{\"lease_id\":\"" + lease.leaseId() + "\"}")
			.thenApply((answer) -> (answer.status() == NO_CONTENT) ? 1 : 0);
	}

	/**
	 * Heartbeats in a batch.
	 * @return how many leases it renewed
	 */
	public CompletableFuture<Integer> renew(List<LeaseRef> leases) {
		return this.pool.send(HttpMethod.POST, "/v1/heartbeats", JSON.writeValueAsString(new Heartbeats(leases)))
			.thenApply((answer) -> (answer.status() == OK)
					? JSON.readValue(answer.body(), Heartbeats.Result.class).renewed() : 0);
	}

	/** All metrics, as Prometheus reads them. */
	public String metrics() {
		HttpAnswer answer = this.pool.send(HttpMethod.GET, "/actuator/prometheus", null).join();
		if (answer.status() != OK) {
			throw refused("GET /actuator/prometheus", answer);
		}
		return answer.body();
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private static String path(LeaseRef lease) {
		return "/v1/services/" + lease.serviceName() + "/instances/" + lease.instanceId();
	}

	private static CompletionException refused(String call, HttpAnswer answer) {
		return new CompletionException(call + " was answered with " + answer.status() + ": " + answer.body(), null);
	}

}
