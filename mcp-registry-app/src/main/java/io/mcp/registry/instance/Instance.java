package io.mcp.registry.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.mcp.protocol.Health;
import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * An instance as it is stored. The first members of its JSON stand in a fixed order,
 * because the store's scripts read them without decoding the whole.
 *
 * @param revision its last change; 0 until the store has committed it
 * @param leaseId the lease that this registration was granted
 * @param namespace namespace
 * @param serviceName service as registered
 * @param instanceId id within the service
 * @param host address for callers
 * @param port port for callers
 * @param secure whether callers speak TLS
 * @param status declared status
 * @param health observed health
 * @param weight share of the calls
 * @param zone failure zone
 * @param version version
 * @param tags labels
 * @param metadata free string pairs
 * @param ttl lease in seconds; 0 without a lease
 * @param ephemeral whether the record goes some time after the lease expired
 * @param healthCheck how to probe it
 * @param registeredAt when this registration was made
 * @param failedAt when it became {@link Health#FAILED}
 * @param override an operator's word over the declared status
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "revision", "lease_id", "host", "port", "ttl" })
public record Instance(@JsonProperty("revision") long revision, @JsonProperty("lease_id") String leaseId,
		@JsonProperty("namespace") String namespace, @JsonProperty("service_name") String serviceName,
		@JsonProperty("instance_id") String instanceId, @JsonProperty("host") String host,
		@JsonProperty("port") int port, @JsonProperty("secure") boolean secure, @JsonProperty("status") Status status,
		@JsonProperty("health") Health health, @JsonProperty("weight") int weight,
		@JsonProperty("zone") @Nullable String zone, @JsonProperty("version") @Nullable String version,
		@JsonProperty("tags") List<String> tags, @JsonProperty("metadata") Map<String, String> metadata,
		@JsonProperty("ttl") int ttl, @JsonProperty("ephemeral") boolean ephemeral,
		@JsonProperty("health_check") HealthCheck healthCheck, @JsonProperty("registered_at") Instant registeredAt,
		@JsonProperty("failed_at") @Nullable Instant failedAt,
		@JsonProperty("override") @Nullable StatusOverride override) {

	/** Where it is listed. */
	public InstanceKey key() {
		return new ServiceKey(this.namespace, this.serviceName).instance(this.instanceId);
	}

	/** Whether a lease, and not probes alone, keeps it listed. */
	@JsonIgnore
	public boolean isLeased() {
		return this.ttl > 0;
	}

	/** Length of its lease; zero without one. */
	public Duration leaseTtl() {
		return Duration.ofSeconds(this.ttl);
	}

	/** What counts: an operator's override, or else what the instance declares. */
	public Status effectiveStatus() {
		return (this.override != null) ? this.override.status() : this.status;
	}

	/** Whether callers may use it without a second thought. */
	@JsonIgnore
	public boolean isRoutable() {
		return effectiveStatus() == Status.UP && this.health == Health.HEALTHY;
	}

	/** What users see of it. */
	public InstanceInfo info() {
		return new InstanceInfo(this.instanceId, this.serviceName, this.host, this.port, this.secure, effectiveStatus(),
				this.health, this.weight, this.zone, this.version, this.tags, this.metadata, this.registeredAt,
				this.revision);
	}

	/** The same with the revision that the store gave it. */
	public Instance atRevision(long revision) {
		return new Instance(revision, this.leaseId, this.namespace, this.serviceName, this.instanceId, this.host,
				this.port, this.secure, this.status, this.health, this.weight, this.zone, this.version, this.tags,
				this.metadata, this.ttl, this.ephemeral, this.healthCheck, this.registeredAt, this.failedAt,
				this.override);
	}

	/** The same under another override, or {@code null} for none. */
	public Instance overridden(@Nullable StatusOverride override) {
		return new Instance(this.revision, this.leaseId, this.namespace, this.serviceName, this.instanceId, this.host,
				this.port, this.secure, this.status, this.health, this.weight, this.zone, this.version, this.tags,
				this.metadata, this.ttl, this.ephemeral, this.healthCheck, this.registeredAt, this.failedAt, override);
	}

	/** The same declaring another status. */
	public Instance declaring(Status status) {
		return with(status, this.weight, this.zone, this.tags, this.metadata);
	}

	/** The same, listed since an earlier moment. */
	public Instance registeredAt(Instant since) {
		return new Instance(this.revision, this.leaseId, this.namespace, this.serviceName, this.instanceId, this.host,
				this.port, this.secure, this.status, this.health, this.weight, this.zone, this.version, this.tags,
				this.metadata, this.ttl, this.ephemeral, this.healthCheck, since, this.failedAt, this.override);
	}

	/** Whether the other is at the same address. */
	public boolean isAtAddressOf(Instance other) {
		return this.port == other.port && this.host.equals(other.host);
	}

	/** The same after its lease ended. */
	public Instance failed(Instant when) {
		return new Instance(this.revision, this.leaseId, this.namespace, this.serviceName, this.instanceId, this.host,
				this.port, this.secure, this.status, Health.FAILED, this.weight, this.zone, this.version, this.tags,
				this.metadata, this.ttl, this.ephemeral, this.healthCheck, this.registeredAt, when, this.override);
	}

	Instance with(Status status, int weight, @Nullable String zone, List<String> tags, Map<String, String> metadata) {
		return new Instance(this.revision, this.leaseId, this.namespace, this.serviceName, this.instanceId, this.host,
				this.port, this.secure, status, this.health, weight, zone, this.version, tags, metadata, this.ttl,
				this.ephemeral, this.healthCheck, this.registeredAt, this.failedAt, this.override);
	}

}
