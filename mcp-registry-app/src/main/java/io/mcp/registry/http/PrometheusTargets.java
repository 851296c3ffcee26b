package io.mcp.registry.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mcp.registry.instance.Instance;

/**
 * One group of Prometheus's HTTP service discovery: an instance and its labels.
 *
 * @param targets its address, {@code host:port}
 * @param labels what relabelling can use; the name of a metadata key has {@code _} for
 * each character that labels cannot have
 */
record PrometheusTargets(@JsonProperty("targets") List<String> targets,
		@JsonProperty("labels") Map<String, String> labels) {

	private static final String PREFIX = "__meta_mcp_";

	static PrometheusTargets of(Instance instance) {
		Map<String, String> labels = new TreeMap<>();
		// In the order of the keys, so that of two that turn into one the same wins
		// everywhere.
		new TreeMap<>(instance.metadata())
			.forEach((key, value) -> labels.putIfAbsent(PREFIX + "metadata_" + labelName(key), value));
		labels.put(PREFIX + "namespace", instance.namespace());
		labels.put(PREFIX + "service", instance.serviceName());
		labels.put(PREFIX + "instance_id", instance.instanceId());
		labels.put(PREFIX + "status", instance.effectiveStatus().name());
		labels.put(PREFIX + "health", instance.health().name());
		labels.put(PREFIX + "secure", Boolean.toString(instance.secure()));
		if (instance.secure()) {
			labels.put("__scheme__", "https");
		}
		if (instance.zone() != null) {
			labels.put(PREFIX + "zone", instance.zone());
		}
		if (instance.version() != null) {
			labels.put(PREFIX + "version", instance.version());
		}
		if (!instance.tags().isEmpty()) {
			// Commas at both ends, so that ".*,canary,.*" matches wherever the tag
			// stands.
			labels.put(PREFIX + "tags", ',' + String.join(",", instance.tags()) + ',');
		}
		return new PrometheusTargets(List.of(address(instance)), labels);
	}

	private static String address(Instance instance) {
		boolean ipv6 = instance.host().indexOf(':') >= 0;
		return (ipv6 ? '[' + instance.host() + ']' : instance.host()) + ':' + instance.port();
	}

	private static String labelName(String key) {
		return key.replaceAll("[^A-Za-z0-9_]", "_");
	}

}
