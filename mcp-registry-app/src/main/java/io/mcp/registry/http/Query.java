package io.mcp.registry.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mcp.protocol.Limits;
import io.mcp.registry.instance.FieldErrors;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.IntRange;
import io.mcp.registry.instance.NameRules;
import io.mcp.registry.instance.Quoted;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.view.InstanceFilter;
import io.mcp.registry.watch.WatchRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a request says in its path and query. Problems are gathered in {@link #errors()};
 * what is returned beside a problem is only a filler. Used by one request.
 */
final class Query {

	private static final IntRange LIMIT = new IntRange(1, 1000);

	private static final int DEFAULT_LIMIT = 100;

	private static final String METADATA = "metadata.";

	private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

	private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|)");

	private final PathContainer path;

	private final Map<String, List<String>> parameters;

	private final FieldErrors errors = new FieldErrors();

	Query(ServerHttpRequest request) {
		this.path = request.getPath();
		this.parameters = request.getQueryParams();
	}

	FieldErrors errors() {
		return this.errors;
	}

	boolean has(String name) {
		return this.parameters.containsKey(name);
	}

	/** The only value of a parameter. */
	@Nullable String value(String name) {
		List<String> values = this.parameters.get(name);
		if (values == null) {
			return null;
		}
		if (values.size() > 1) {
			this.errors.add(name, "is given " + values.size() + " times (expected: once)");
		}
		// "?name" without "=" arrives as null.
		String first = values.get(0);
		return (first != null) ? first : "";
	}

	String namespace() {
		String value = value("namespace");
		if (value == null) {
			return Limits.DEFAULT_NAMESPACE;
		}
		NameRules.checkName("namespace", value, this.errors);
		return value;
	}

	/** The service that a path variable names. */
	ServiceKey service(String variable) {
		NameRules.checkName("service", whole(variable), this.errors);
		return new ServiceKey(namespace(), variable);
	}

	/** The instance that two path variables name. */
	InstanceKey instance(String serviceVariable, String idVariable) {
		NameRules.checkInstanceId("instance_id", whole(idVariable), this.errors);
		return service(serviceVariable).instance(idVariable);
	}

	@Nullable String leaseId() {
		String value = value("lease_id");
		// An empty one is a caller's mistake: to take it for "whichever" would remove a
		// stranger.
		if (value != null) {
			NameRules.checkLeaseId("lease_id", value, this.errors);
		}
		return value;
	}

	int limit() {
		String value = value("limit");
		if (value == null) {
			return DEFAULT_LIMIT;
		}
		if (value.matches("[0-9]{1,9}") && LIMIT.contains(Integer.parseInt(value))) {
			return Integer.parseInt(value);
		}
		this.errors.add("limit", "was " + Quoted.of(value) + " (expected: " + LIMIT + ")");
		return DEFAULT_LIMIT;
	}

	/** A length of time: {@code 250ms}, {@code 30s}, {@code 2m} or plain seconds. */
	Duration duration(String name, Duration otherwise, Duration most) {
		String value = value(name);
		if (value == null) {
			return otherwise;
		}
		Matcher matcher = DURATION.matcher(value);
		if (matcher.matches()) {
			long number = Long.parseLong(matcher.group(1));
			Duration duration = switch (matcher.group(2)) {
				case "ms" -> Duration.ofMillis(number);
				case "m" -> Duration.ofMinutes(number);
				default -> Duration.ofSeconds(number);
			};
			if (duration.compareTo(most) <= 0) {
				return duration;
			}
		}
		this.errors.add(name,
				"was " + Quoted.of(value) + " (expected: such as 250ms, 30s or 2m, at most " + most.toSeconds() + "s)");
		return otherwise;
	}

	/**
	 * The revision beyond which news is wanted; {@code null} where it is not asked for.
	 */
	@Nullable Long index() {
		String value = value("index");
		if (value == null) {
			if (has("wait")) {
				this.errors.add("wait", "needs an index (expected: the revision of the list that you have)");
			}
			return null;
		}
		if (REVISION.matcher(value).matches()) {
			return Long.valueOf(value);
		}
		this.errors.add("index", "was " + Quoted.of(value) + " (expected: the revision of a list)");
		return null;
	}

	/**
	 * What the values of {@code service} name, each {@code name} or
	 * {@code name@revision}.
	 */
	List<WatchRequest.Service> watchedServices() {
		String namespace = namespace();
		List<String> values = this.parameters.getOrDefault("service", List.of());
		if (values.isEmpty() || values.size() > WatchRequest.MAX_SERVICES) {
			this.errors.add("service",
					"is given " + values.size() + " times (expected: 1 to " + WatchRequest.MAX_SERVICES + ")");
			return List.of();
		}
		Map<ServiceKey, WatchRequest.Service> services = new LinkedHashMap<>();
		for (String value : values) {
			watchedService(namespace, (value != null) ? value : "").ifPresent((service) -> {
				if (services.put(service.key(), service) != null) {
					this.errors.add("service", "names " + Quoted.of(service.name()) + " more than once");
				}
			});
		}
		return List.copyOf(services.values());
	}

	private Optional<WatchRequest.Service> watchedService(String namespace, String value) {
		int at = value.lastIndexOf('@');
		String name = (at >= 0) ? value.substring(0, at) : value;
		String revision = (at >= 0) ? value.substring(at + 1) : null;
		if (!Limits.NAME.matcher(name).matches() || (revision != null && !REVISION.matcher(revision).matches())) {
			this.errors.add("service",
					"was " + Quoted.of(value) + " (expected: the name of a service, or name@revision)");
			return Optional.empty();
		}
		return Optional.of(new WatchRequest.Service(new ServiceKey(namespace, name), name,
				(revision != null) ? Long.valueOf(revision) : null));
	}

	/** The name that a {@link #cursorAfter cursor} stands for. */
	@Nullable String cursor() {
		String value = value("cursor");
		if (value == null) {
			return null;
		}
		try {
			String name = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
			if (Limits.NAME.matcher(name).matches() && cursorAfter(name).equals(value)) {
				return name;
			}
		}
		catch (IllegalArgumentException ex) {
			// Falls through to the same answer as any other text that is no cursor.
		}
		this.errors.add("cursor", "was " + Quoted.of(value) + " (expected: next_cursor of an earlier page)");
		return null;
	}

	/** What users pass to go on after that name. */
	static String cursorAfter(String name) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
	}

	InstanceFilter filter() {
		Map<String, String> metadata = new HashMap<>();
		for (String name : this.parameters.keySet()) {
			String value = name.startsWith(METADATA) ? value(name) : null;
			if (value != null) {
				metadata.put(name.substring(METADATA.length()), value);
			}
		}
		return new InstanceFilter(any("health"), any("status"), label("zone"), label("tag"), label("version"),
				metadata);
	}

	/** Whether the parameter lifts the restriction of that name. */
	boolean any(String name) {
		String value = value(name);
		if (value != null && !value.equals("any")) {
			this.errors.add(name, "was " + Quoted.of(value) + " (expected: any)");
		}
		return value != null;
	}

	private @Nullable String label(String name) {
		String value = value(name);
		if (value != null && value.isEmpty()) {
			this.errors.add(name, "is empty (expected: a value, or no " + name + " for every one)");
		}
		return value;
	}

	/** The variable with the matrix parameters that the framework took off. */
	private String whole(String variable) {
		for (PathContainer.Element element : this.path.elements()) {
			if (element instanceof PathSegment segment && segment.valueToMatch().equals(variable)
					&& segment.value().indexOf(';') >= 0) {
				return segment.value();
			}
		}
		return variable;
	}

}
