package io.mcp.discovery.registration;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mcp.discovery.transport.RegistryReply;
import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.RegistryRequest;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.DrainReport;
import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Problem;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.RegisterResponse;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * The registry's calls about one lease, with their answers as types. Thread-safe; the
 * futures do not fail.
 */
final class LeaseCalls {

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	private final RegistryTransport transport;

	private final String namespace;

	/** The address to ask first; {@code null} for the current one. */
	private final @Nullable URI first;

	LeaseCalls(RegistryTransport transport, String namespace) {
		this(transport, namespace, null);
	}

	private LeaseCalls(RegistryTransport transport, String namespace, @Nullable URI first) {
		this.transport = transport;
		this.namespace = namespace;
		this.first = first;
	}

	/**
	 * The same calls, but to the address that is next in line now, where there is one.
	 */
	LeaseCalls elsewhere() {
		List<URI> inTurn = this.transport.inTurn();
		return new LeaseCalls(this.transport, this.namespace, inTurn.get(1 % inTurn.size()));
	}

	Duration pause() {
		return this.transport.writePause();
	}

	CompletableFuture<Registering> register(RegisterRequest request) {
		return exchange(
				RegistryRequest.post("/v1/register?namespace=" + this.namespace, request, RegisterResponse.class))
			.thenApply((reply) -> {
				if (reply instanceof Outage<RegisterResponse> outage) {
					return new Registering.Unreached(outage.reason());
				}
				Answer<RegisterResponse> answer = (Answer<RegisterResponse>) reply;
				RegisterResponse response = answer.value();
				if (response != null) {
					return new Registering.Registered(response, answer.from());
				}
				return (answer.status() == CONFLICT) ? new Registering.IdTaken(answer.refusal())
						: new Registering.Refused(answer.refusal(), errors(answer.problem()));
			});
	}

	/**
	 * Renews.
	 * @param news a status that the registry has not heard yet
	 * @param timeout longest wait for one address: a renewal that comes too late is none
	 */
	CompletableFuture<Renewal> renew(Lease lease, @Nullable Status news, Duration timeout) {
		return exchange(RegistryRequest
			.put(path(lease) + "/heartbeat?namespace=" + this.namespace, new Heartbeat(lease.id(), null, news))
			.within(timeout)).thenApply((reply) -> {
				if (reply instanceof Outage<Void> outage) {
					return new Renewal.Unreached(outage.reason());
				}
				Answer<Void> answer = (Answer<Void>) reply;
				if (answer.successful()) {
					return new Renewal.Renewed();
				}
				return switch (answer.status()) {
					case NOT_FOUND -> new Renewal.Forgotten();
					case CONFLICT -> new Renewal.TakenOver();
					default -> new Renewal.Refused(answer.refusal());
				};
			});
	}

	/**
	 * Asks that nobody calls the instance any more.
	 * @param wait how long the registry may wait for the subscribers
	 * @param grace how much later its answer may be here
	 */
	CompletableFuture<Draining> drain(Lease lease, Duration wait, Duration grace) {
		String query = "/drain?namespace=" + this.namespace + "&wait=" + wait.toMillis() + "ms" + proof(lease);
		return exchange(
				RegistryRequest.post(path(lease) + query, Map.of(), DrainReport.class).within(grace).holding(wait))
			.thenApply((reply) -> {
				if (reply instanceof Outage<DrainReport> outage) {
					return new Draining.NotDrained(outage.reason());
				}
				Answer<DrainReport> answer = (Answer<DrainReport>) reply;
				DrainReport report = answer.value();
				return (report != null) ? new Draining.Drained(report) : new Draining.NotDrained(answer.refusal());
			});
	}

	/**
	 * Gives the lease back.
	 * @return empty where that worked, or the reason why not
	 */
	CompletableFuture<String> release(Lease lease) {
		return exchange(RegistryRequest.delete(path(lease) + "?namespace=" + this.namespace + proof(lease)))
			.thenApply((reply) -> {
				if (reply instanceof Outage<Void> outage) {
					return outage.reason();
				}
				Answer<Void> answer = (Answer<Void>) reply;
				return (answer.successful() || answer.status() == NOT_FOUND) ? "" : answer.refusal();
			});
	}

	/**
	 * Asks who holds the id.
	 * @return the host, port and health in words
	 */
	CompletableFuture<String> holder(Lease lease) {
		return exchange(RegistryRequest.get(path(lease) + "?namespace=" + this.namespace, InstanceInfo.class))
			.thenApply((reply) -> {
				if (reply instanceof Answer<InstanceInfo> answer && answer.value() != null) {
					InstanceInfo holder = answer.value();
					return holder.host() + ":" + holder.port() + " (" + holder.health() + ")";
				}
				return "an unknown instance";
			});
	}

	private <T> CompletableFuture<RegistryReply<T>> exchange(RegistryRequest<T> request) {
		return (this.first != null) ? this.transport.exchangeFrom(this.first, request)
				: this.transport.exchange(request);
	}

	private static String path(Lease lease) {
		return "/v1/services/" + lease.serviceName() + "/instances/" + lease.instanceId();
	}

	private static String proof(Lease lease) {
		return "&lease_id=" + URLEncoder.encode(lease.id(), StandardCharsets.UTF_8);
	}

	private static List<Problem.FieldError> errors(@Nullable Problem problem) {
		return (problem != null) ? problem.errors() : List.of();
	}

}
