package io.mcp.registry.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.Limits;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.FieldErrors;
import io.mcp.registry.instance.HealthCheckRules;
import io.mcp.registry.instance.InstancePatch;
import io.mcp.registry.instance.IntRange;
import io.mcp.registry.instance.Registration;
import io.mcp.registry.instance.RegistrationRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads registrations and their patches. Unknown members are ignored. */
final class RegistrationReader {

	private static final List<String> FIXED = List.of("service_name", "namespace", "instance_id", "host", "port",
			"secure", "version", "ttl", "ephemeral", "health_check", "health", "lease_id", "registered_at", "failed_at",
			"revision");

	private RegistrationReader() {
	}

	/**
	 * Reads a registration.
	 * @throws io.mcp.registry.instance.InvalidRequestException naming every bad field
	 */
	static Registration registration(ObjectNode body, Query query) {
		FieldErrors errors = query.errors();
		RequestJson json = new RequestJson(body, errors);
		String namespace = namespace(json, query, errors);
		require(json, errors, "service_name", "a name");
		require(json, errors, "host", "the address for callers");
		require(json, errors, "port", IntRange.PORT.toString());
		RegisterRequest.Builder request = RegisterRequest.of(orElse(json.text("service_name"), ""),
				orElse(json.text("host"), ""), orElse(json.integer("port", IntRange.PORT), 0));
		Integer ttl = json.integer("ttl", RegistrationRules.TTL);
		if (ttl != null) {
			request.ttl(ttl);
		}
		json.pairs("metadata", Limits.MAX_METADATA_ENTRIES).forEach((key, value) -> {
			if (value != null) {
				request.metadata(key, value);
			}
		});
		request.namespace(namespace)
			.instanceId(json.text("instance_id"))
			.secure(json.bool("secure"))
			.status(status(json))
			.weight(json.integer("weight", RegistrationRules.WEIGHT))
			.zone(json.text("zone"))
			.version(json.text("version"))
			.tags(json.texts("tags", Limits.MAX_TAGS))
			.ephemeral(json.bool("ephemeral"))
			.healthCheck(healthCheck(json.object("health_check")));
		return RegistrationRules.check(request.build(), errors);
	}

	/**
	 * Reads a merge-patch, in which {@code null} removes.
	 * @throws io.mcp.registry.instance.InvalidRequestException naming every bad field
	 */
	static InstancePatch patch(ObjectNode body) {
		FieldErrors errors = new FieldErrors();
		RequestJson json = new RequestJson(body, errors);
		FIXED.stream()
			.filter(json::mentions)
			.forEach((name) -> errors.add(name,
					"cannot be changed (expected: status, weight, metadata, zone or tags); register again"));
		for (String name : List.of("status", "weight")) {
			if (json.isNull(name)) {
				errors.add(name, "was null (expected: a value, it cannot be removed)");
			}
		}
		Map<String, Optional<String>> metadata = new LinkedHashMap<>();
		json.pairs("metadata", Limits.MAX_METADATA_ENTRIES)
			.forEach((key, value) -> metadata.put(key, Optional.ofNullable(value)));
		InstancePatch patch = new InstancePatch(status(json), json.integer("weight", RegistrationRules.WEIGHT),
				json.mentions("zone") ? Optional.ofNullable(json.text("zone")) : null,
				json.mentions("tags") ? RegistrationRules.withoutRepetition(json.texts("tags", Limits.MAX_TAGS)) : null,
				metadata, json.isNull("metadata"));
		RegistrationRules.checkPatch(patch, errors);
		errors.throwIfAny();
		return patch;
	}

	static @Nullable Status status(RequestJson json) {
		return json.constant("status", Status.values(), false);
	}

	private static String namespace(RequestJson json, Query query, FieldErrors errors) {
		String asked = query.namespace();
		String own = json.text("namespace");
		if (own == null) {
			return asked;
		}
		if (query.has("namespace") && !own.equals(asked)) {
			errors.add("namespace", "is one in the body and another in the query (expected: the same, or one of them)");
		}
		return own;
	}

	private static @Nullable HealthCheck healthCheck(@Nullable RequestJson json) {
		if (json == null) {
			return null;
		}
		return HealthCheckRules.complete(json.constant("type", HealthCheck.Type.values(), true), json.text("path"),
				json.integer("port", IntRange.PORT), json.integer("interval", HealthCheckRules.INTERVAL),
				json.integer("timeout", HealthCheckRules.INTERVAL),
				json.integer("failure_threshold", HealthCheckRules.THRESHOLD),
				json.integer("success_threshold", HealthCheckRules.THRESHOLD));
	}

	private static void require(RequestJson json, FieldErrors errors, String name, String expected) {
		if (!json.has(name)) {
			errors.add(name, "is missing (expected: " + expected + ")");
		}
	}

	private static <T> T orElse(@Nullable T value, T otherwise) {
		return (value != null) ? value : otherwise;
	}

}
