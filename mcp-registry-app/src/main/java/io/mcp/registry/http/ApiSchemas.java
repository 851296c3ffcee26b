package io.mcp.registry.http;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.mcp.protocol.Heartbeats;
import io.mcp.protocol.Limits;
import io.mcp.protocol.Problem;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.HealthCheckRules;
import io.mcp.registry.instance.IntRange;
import io.mcp.registry.instance.OverrideRules;
import io.mcp.registry.instance.RegistrationRules;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.jspecify.annotations.Nullable;

/**
 * What the types of the API do not tell the OpenAPI document: which members are always
 * there, their bounds and defaults, and examples.
 */
@SuppressWarnings({ "rawtypes", "unchecked" }) // The fluent methods of Schema return the
												// raw type.
final class ApiSchemas {

	static final String PATCH = "#/components/schemas/InstancePatch";

	static final String PROBLEM = "#/components/schemas/Problem";

	static final String HEARTBEATS_RESULT = "#/components/schemas/HeartbeatsResult";

	private static final String SERVICE_ENTRY = "#/components/schemas/ServiceEntry";

	/** Members that may be missing; of types that are not here, all are always there. */
	private static final Map<String, Set<String>> OPTIONAL = Map.ofEntries(
			Map.entry("InstanceInfo", Set.of("zone", "version")),
			Map.entry("InstanceDetails", Set.of("zone", "version", "declared_status", "override", "failed_at")),
			Map.entry("RegisterResponse", Set.of("lease_id", "warnings")),
			Map.entry("ServiceInstances", Set.of("degraded")), Map.entry("Change", Set.of("acknowledge")),
			Map.entry("Acknowledgement", Set.of("namespace")), Map.entry("Problem", Set.of("detail", "errors")),
			Map.entry("LeaseRef", Set.of("lease_id")), Map.entry("Override", Set.of("reason", "expires_at")),
			Map.entry("OverrideRequest", Set.of("reason", "expires_in")),
			Map.entry("RegisterRequest", Set.of("ttl", "metadata", "namespace", "instance_id", "secure", "status",
					"weight", "zone", "tags", "version", "ephemeral", "health_check")));

	/** Types of which every member may be missing. */
	private static final Set<String> ALL_OPTIONAL = Set.of("Heartbeat", "HealthCheck", "InstancePatch");

	private static final Map<String, Object> CLASSIC_REGISTRATION = Map.of("service_name", "user-service", "host",
			"192.168.1.100", "port", 8080, "metadata", Map.of("version", "v1.2", "env", "prod"), "ttl", 30);

	private static final Map<String, Object> LEASE = Map.of("service_name", "user-service", "instance_id",
			"user-service:192.168.1.100:8080", "lease_id", "7d3c5a");

	private static final Map<String, Object> PROBLEM_EXAMPLE = Map.of("type", ProblemKind.INVALID_REQUEST.type(),
			"title", ProblemKind.INVALID_REQUEST.title(), "status", 400, "detail",
			"port was 70000 (expected: 1 to 65535)", "errors",
			List.of(Map.of("field", "port", "message", "was 70000 (expected: 1 to 65535)")));

	private final Map<String, Schema> schemas;

	ApiSchemas(Components components) {
		// No method returns a problem, and the name of the result is too general to keep.
		ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
		ModelConverters.getInstance(true).readAll(Heartbeats.Result.class).forEach(components::addSchemas);
		this.schemas = components.getSchemas();
	}

	void complete() {
		rename("Result", "HeartbeatsResult");
		rename("Entry", "ServiceEntry");
		this.schemas.put("InstancePatch", patch());
		property("ServiceList", "services").getItems().set$ref(SERVICE_ENTRY);
		property("ServiceList", "next_cursor").setTypes(new LinkedHashSet<>(List.of("string", "null")));
		registration();
		healthCheck();
		property("OverrideRequest", "reason").minLength(1).maxLength(OverrideRules.MAX_REASON);
		within(property("OverrideRequest", "expires_in"), OverrideRules.EXPIRES_IN)
			.description("Seconds until it ends by itself; it stays until it is removed where this is left out");
		property("Heartbeats", "leases").maxItems(Limits.MAX_BATCH);
		property("Heartbeat", "latency_ms").minimum(BigDecimal.ZERO);
		schema("Heartbeats").example(Map.of("leases", List.of(LEASE)));
		schema("Acknowledgement")
			.example(Map.of("watch_id", "registry-1.1x2y3z", "service_name", "user-service", "revision", 57));
		schema("Heartbeat").example(Map.of("lease_id", "7d3c5a"));
		schema("Problem").example(PROBLEM_EXAMPLE);
		this.schemas.forEach(ApiSchemas::require);
	}

	private void rename(String from, String to) {
		this.schemas.put(to, known(this.schemas.remove(from), from));
	}

	private static void require(String name, Schema schema) {
		Set<String> optional = OPTIONAL.getOrDefault(name, Set.of());
		if (!ALL_OPTIONAL.contains(name)) {
			schema
				.setRequired(schema.getProperties().keySet().stream().filter((it) -> !optional.contains(it)).toList());
		}
	}

	private void registration() {
		String type = "RegisterRequest";
		schema(type).example(CLASSIC_REGISTRATION);
		name(property(type, "service_name")).description("Name of the service; case does not matter");
		name(property(type, "namespace"))._default(Limits.DEFAULT_NAMESPACE)
			.description("What isolates services of the same name; wins over the one in the query");
		property(type, "instance_id").pattern(pattern(Limits.INSTANCE_ID))
			.description("Id within the service; service_name:host:port where it is left out");
		property(type, "host").maxLength(253)
			.description("Where callers reach the instance: an IPv4 address, an IPv6 address without brackets, "
					+ "or a DNS name");
		within(property(type, "port"), IntRange.PORT);
		within(property(type, "ttl"), RegistrationRules.TTL)._default((int) Limits.DEFAULT_TTL.toSeconds())
			.description("Lease in seconds; with ephemeral false and a health_check, it lives by probes "
					+ "where this is left out");
		within(property(type, "weight"), RegistrationRules.WEIGHT)._default(Limits.DEFAULT_WEIGHT);
		property(type, "metadata").maxProperties(Limits.MAX_METADATA_ENTRIES)
			.description("Keys of 1 to 128 characters, values of up to 1024, 8 KiB in all");
		property(type, "tags").maxItems(Limits.MAX_TAGS);
		property(type, "zone").minLength(1).maxLength(Limits.MAX_LABEL);
		property(type, "version").minLength(1).maxLength(Limits.MAX_LABEL);
		property(type, "secure")._default(false).description("Whether callers speak TLS to it");
		property(type, "status")._default("UP");
		property(type, "ephemeral")._default(true)
			.description("Whether the instance is deleted some time after its lease expired");
	}

	private void healthCheck() {
		String type = "HealthCheck";
		property(type, "type")._default("none");
		property(type, "path")._default("/health").description("Path of an HTTP probe");
		within(property(type, "port"), IntRange.PORT).description("The instance's own where it is left out");
		within(property(type, "interval"), HealthCheckRules.INTERVAL)._default(10)
			.description("Seconds between two probes");
		within(property(type, "timeout"), HealthCheckRules.INTERVAL)._default(2)
			.description("Seconds after which a probe counts as failed; at most the interval");
		within(property(type, "failure_threshold"), HealthCheckRules.THRESHOLD)._default(3);
		within(property(type, "success_threshold"), HealthCheckRules.THRESHOLD)._default(2);
	}

	private static Schema<?> patch() {
		Schema status = new StringSchema()._enum(Arrays.stream(Status.values()).map(Status::name).toList());
		Schema metadata = new ObjectSchema().additionalProperties(orNull("string"))
			.types(new LinkedHashSet<>(List.of("object", "null")));
		return new Schema<>().types(Set.of("object"))
			.description("What is left out stays; null removes zone, tags, metadata or an entry of it")
			.addProperty("status", status)
			.addProperty("weight", within(new Schema<>().types(Set.of("integer")), RegistrationRules.WEIGHT))
			.addProperty("metadata", metadata)
			.addProperty("zone", orNull("string"))
			.addProperty("tags", orNull("array").items(new StringSchema()))
			.example(Map.of("status", "DRAINING", "metadata", Map.of("env", "test")));
	}

	private static Schema<?> orNull(String type) {
		return new Schema<>().types(new LinkedHashSet<>(List.of(type, "null")));
	}

	static String pattern(Pattern whole) {
		return '^' + whole.pattern() + '$';
	}

	private static Schema<Object> name(Schema<Object> schema) {
		return schema.pattern(pattern(Limits.NAME));
	}

	private static Schema<Object> within(Schema<Object> schema, IntRange range) {
		return schema.minimum(BigDecimal.valueOf(range.from())).maximum(BigDecimal.valueOf(range.to()));
	}

	private Schema<Object> property(String type, String name) {
		return known((Schema) schema(type).getProperties().get(name), type + '.' + name);
	}

	private Schema schema(String type) {
		return known(this.schemas.get(type), type);
	}

	private static Schema known(@Nullable Schema schema, String name) {
		if (schema == null) {
			throw new IllegalStateException("No schema of " + name + " (expected: a name of the wire)");
		}
		return schema;
	}

}
