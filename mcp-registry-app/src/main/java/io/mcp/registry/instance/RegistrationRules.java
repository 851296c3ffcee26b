package io.mcp.registry.instance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.Limits;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * The bounds that a registration and its later changes must keep, for every transport.
 * Each check notes every bad field under the name that it has on the wire.
 */
public final class RegistrationRules {

	/** Seconds of a lease. */
	public static final IntRange TTL = new IntRange(Limits.MIN_TTL, Limits.MAX_TTL);

	/** Share of the calls. */
	public static final IntRange WEIGHT = new IntRange(0, Limits.MAX_WEIGHT);

	private static final int NO_LEASE = 0;

	private RegistrationRules() {
	}

	/**
	 * Checks a request and fills in what it leaves open.
	 * @param request as decoded by the transport
	 * @param errors what the transport found already; all further problems are added
	 * @return the complete registration
	 * @throws InvalidRequestException naming every bad field
	 */
	public static Registration check(RegisterRequest request, FieldErrors errors) {
		NameRules.checkName("service_name", request.serviceName(), errors);
		HostRules.check("host", request.host(), errors);
		IntRange.PORT.check("port", request.port(), errors);
		String namespace = orElse(request.namespace(), Limits.DEFAULT_NAMESPACE);
		NameRules.checkName("namespace", namespace, errors);
		int weight = orElse(request.weight(), Limits.DEFAULT_WEIGHT);
		WEIGHT.check("weight", weight, errors);
		LabelRules.checkLabel("zone", request.zone(), errors);
		LabelRules.checkLabel("version", request.version(), errors);
		LabelRules.checkTags("tags", request.tags(), errors);
		LabelRules.checkMetadata("metadata", request.metadata(), errors);
		HealthCheck healthCheck = HealthCheckRules.check(request.healthCheck(), errors);
		boolean ephemeral = orElse(request.ephemeral(), true);
		int ttl = ttlOf(request.ttl(), ephemeral, healthCheck, errors);
		String instanceId = instanceIdOf(request, errors);
		errors.throwIfAny();
		InstanceKey key = new ServiceKey(namespace, request.serviceName()).instance(instanceId);
		return new Registration(key, request.serviceName(), request.host(), request.port(),
				orElse(request.secure(), false), orElse(request.status(), Status.UP), weight, request.zone(),
				request.version(), withoutRepetition(request.tags()), request.metadata(), ttl, ephemeral, healthCheck);
	}

	/**
	 * Checks what a patch would set, apart from what depends on the present state of the
	 * instance: {@link #checkAmended} is for that.
	 */
	public static void checkPatch(InstancePatch patch, FieldErrors errors) {
		if (patch.weight() != null) {
			WEIGHT.check("weight", patch.weight(), errors);
		}
		if (patch.zone() != null) {
			LabelRules.checkLabel("zone", patch.zone().orElse(null), errors);
		}
		if (patch.tags() != null) {
			LabelRules.checkTags("tags", patch.tags(), errors);
		}
		for (Map.Entry<String, Optional<String>> entry : patch.metadata().entrySet()) {
			entry.getValue().ifPresent((value) -> LabelRules.checkEntry("metadata", entry.getKey(), value, errors));
		}
	}

	/**
	 * Checks the outcome of a patch.
	 * @param amended the instance as it would be stored
	 * @throws InvalidRequestException naming every field that the patch brought out of
	 * bounds
	 */
	public static void checkAmended(Instance amended) {
		FieldErrors errors = new FieldErrors();
		WEIGHT.check("weight", amended.weight(), errors);
		LabelRules.checkLabel("zone", amended.zone(), errors);
		LabelRules.checkTags("tags", amended.tags(), errors);
		LabelRules.checkMetadata("metadata", amended.metadata(), errors);
		errors.throwIfAny();
	}

	/** Tags in their order, each once. */
	public static List<String> withoutRepetition(List<String> tags) {
		return tags.stream().distinct().collect(Collectors.toUnmodifiableList());
	}

	private static int ttlOf(@Nullable Integer asked, boolean ephemeral, HealthCheck healthCheck, FieldErrors errors) {
		if (asked != null) {
			TTL.check("ttl", asked, errors);
			return asked;
		}
		if (ephemeral) {
			return (int) Limits.DEFAULT_TTL.toSeconds();
		}
		boolean understood = !errors.has("ttl") && !errors.has("health_check") && !errors.has("health_check.type");
		if (understood && healthCheck.type() == HealthCheck.Type.NONE) {
			errors.add("ephemeral", "was false with neither ttl nor health_check (expected: a ttl, to live by "
					+ "heartbeats, or a health_check of type http, tcp or grpc, to live by probes)");
		}
		return NO_LEASE;
	}

	private static String instanceIdOf(RegisterRequest request, FieldErrors errors) {
		if (request.instanceId() != null) {
			NameRules.checkInstanceId("instance_id", request.instanceId(), errors);
			return request.instanceId();
		}
		String chosen = request.serviceName() + ':' + request.host() + ':' + request.port();
		boolean partsAreGood = !errors.has("service_name") && !errors.has("host") && !errors.has("port");
		if (partsAreGood && !Limits.INSTANCE_ID.matcher(chosen).matches()) {
			errors.add("instance_id", "is missing, and service_name:host:port would have " + chosen.length()
					+ " characters (expected: an instance_id of at most 192)");
		}
		return chosen;
	}

	private static <T> T orElse(@Nullable T value, T otherwise) {
		return (value != null) ? value : otherwise;
	}

}
