package io.mcp.registry.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.mcp.protocol.Health;
import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.Status;

/** Instances for tests. */
public final class Instances {

	public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

	private Instances() {
	}

	/** A healthy instance of a service in the default namespace. */
	public static Instance healthy(String service, String id, long revision) {
		return of(service, id, revision, Status.UP, Health.HEALTHY);
	}

	public static Instance of(String service, String id, long revision, Status status, Health health) {
		return new Instance(revision, "lease-" + id + "-15000", "default", service, id, "10.0.0.1", 8080, false, status,
				health, 100, "z1", "1.0", List.of("blue"), Map.of("env", "prod"), 15, true, HealthCheck.NONE, NOON,
				(health == Health.FAILED) ? NOON : null, null);
	}

	/** A registration with a lease. */
	public static Registration registration(String service, String host, int port, int ttl) {
		return registration("default", service, service + ':' + host + ':' + port, host, port, ttl);
	}

	public static Registration registration(String namespace, String service, String id, String host, int port,
			int ttl) {
		return new Registration(new ServiceKey(namespace, service).instance(id), service, host, port, false, Status.UP,
				100, null, null, List.of(), Map.of("env", "prod"), ttl, true, HealthCheck.NONE);
	}

}
