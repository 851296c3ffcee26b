package io.mcp.registry.http;

import java.util.ArrayList;
import java.util.List;

import io.mcp.protocol.Heartbeat;
import io.mcp.protocol.LeaseRef;
import io.mcp.protocol.Limits;
import io.mcp.registry.instance.FieldErrors;
import io.mcp.registry.instance.NameRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads heartbeats, one or many. Unknown members are ignored. */
final class HeartbeatReader {

	private HeartbeatReader() {
	}

	/**
	 * Reads the body of a single heartbeat.
	 * @throws io.mcp.registry.instance.InvalidRequestException naming every bad field
	 */
	static Heartbeat one(ObjectNode body) {
		FieldErrors errors = new FieldErrors();
		RequestJson json = new RequestJson(body, errors);
		Heartbeat heartbeat = new Heartbeat(leaseId(json, errors), json.nonNegative("latency_ms"),
				RegistrationReader.status(json));
		errors.throwIfAny();
		return heartbeat;
	}

	/**
	 * Reads a batch.
	 * @param errors what was found in the query already
	 * @throws io.mcp.registry.instance.InvalidRequestException naming every bad field
	 */
	static List<LeaseRef> batch(ObjectNode body, FieldErrors errors) {
		RequestJson json = new RequestJson(body, errors);
		if (!json.has("leases")) {
			errors.add("leases", "is missing (expected: a list of at most " + Limits.MAX_BATCH + " objects)");
		}
		List<LeaseRef> leases = new ArrayList<>();
		for (RequestJson lease : json.objects("leases", Limits.MAX_BATCH)) {
			String service = lease.text("service_name");
			NameRules.checkName(lease.pathOf("service_name"), service, errors);
			String instance = lease.text("instance_id");
			NameRules.checkInstanceId(lease.pathOf("instance_id"), instance, errors);
			String leaseId = leaseId(lease, errors);
			if (service != null && instance != null) {
				leases.add(new LeaseRef(service, instance, leaseId));
			}
		}
		errors.throwIfAny();
		return leases;
	}

	private static @Nullable String leaseId(RequestJson json, FieldErrors errors) {
		String leaseId = json.text("lease_id");
		if (leaseId != null) {
			NameRules.checkLeaseId(json.pathOf("lease_id"), leaseId, errors);
		}
		return leaseId;
	}

}
