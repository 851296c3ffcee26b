package io.mcp.spring;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Status;

/** Instances to list and to pick. */
public final class Instances {

	private Instances() {
	}

	public static InstanceInfo plain(String service, String host, int port) {
		return of(service, host, port, false, Status.UP, Health.HEALTHY);
	}

	public static InstanceInfo secure(String service, String host, int port) {
		return of(service, host, port, true, Status.UP, Health.HEALTHY);
	}

	public static InstanceInfo unavailable(String service, String host, int port, Status status, Health health) {
		return of(service, host, port, false, status, health);
	}

	private static InstanceInfo of(String service, String host, int port, boolean secure, Status status,
			Health health) {
		return new InstanceInfo(service + ":" + host + ":" + port, service, host, port, secure, status, health, 100,
				null, null, List.of(), Map.of(), Instant.EPOCH, 1);
	}

}
