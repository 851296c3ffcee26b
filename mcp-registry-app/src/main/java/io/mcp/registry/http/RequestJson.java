package io.mcp.registry.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.mcp.registry.instance.FieldErrors;
import io.mcp.registry.instance.IntRange;
import io.mcp.registry.instance.Quoted;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object of a request, read member by member, so that every member of a wrong type
 * is named and not only the first. A member that is {@code null} counts as absent. Types
 * are not converted: {@code "8080"} is no number, {@code 8080.0} no integer.
 */
final class RequestJson {

	private final ObjectNode node;

	private final String path;

	private final FieldErrors errors;

	RequestJson(ObjectNode node, FieldErrors errors) {
		this(node, "", errors);
	}

	private RequestJson(ObjectNode node, String path, FieldErrors errors) {
		this.node = node;
		this.path = path;
		this.errors = errors;
	}

	/** Name of a member as errors give it, such as {@code health_check.port}. */
	String pathOf(String name) {
		return this.path + name;
	}

	/** Whether it is there, be it as {@code null}. */
	boolean mentions(String name) {
		return this.node.has(name);
	}

	/** Whether it is there as {@code null}. */
	boolean isNull(String name) {
		return this.node.path(name).isNull();
	}

	/** Whether it is there and says something. */
	boolean has(String name) {
		return this.node.hasNonNull(name);
	}

	@Nullable String text(String name) {
		JsonNode value = this.node.path(name);
		if (value.isString()) {
			return value.stringValue();
		}
		refuse(name, value, "a string");
		return null;
	}

	@Nullable Integer integer(String name, IntRange range) {
		JsonNode value = this.node.path(name);
		if (value.isIntegralNumber() && value.canConvertToInt() && range.contains(value.intValue())) {
			return value.intValue();
		}
		refuse(name, value, value.isIntegralNumber() ? range.toString() : "an integer, " + range);
		return null;
	}

	/** A revision that must be there. */
	@Nullable Long revision(String name) {
		JsonNode value = this.node.path(name);
		if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
			return value.longValue();
		}
		this.errors.add(this.path + name, (has(name) ? "was " + describe(value) : "is missing")
				+ " (expected: a revision, an integer of 0 or more)");
		return null;
	}

	@Nullable Double nonNegative(String name) {
		JsonNode value = this.node.path(name);
		if (value.isNumber() && value.doubleValue() >= 0 && Double.isFinite(value.doubleValue())) {
			return value.doubleValue();
		}
		refuse(name, value, "a number, 0 or more");
		return null;
	}

	@Nullable Boolean bool(String name) {
		JsonNode value = this.node.path(name);
		if (value.isBoolean()) {
			return value.booleanValue();
		}
		refuse(name, value, "true or false");
		return null;
	}

	/** One of the constants, by its name in the case that the API writes. */
	<E extends Enum<E>> @Nullable E constant(String name, E[] constants, boolean lowerCase) {
		JsonNode value = this.node.path(name);
		for (E constant : constants) {
			if (value.isString() && value.stringValue().equals(wireName(constant, lowerCase))) {
				return constant;
			}
		}
		refuse(name, value,
				Arrays.stream(constants)
					.map((constant) -> wireName(constant, lowerCase))
					.collect(Collectors.joining(", ", "one of ", "")));
		return null;
	}

	@Nullable RequestJson object(String name) {
		JsonNode value = this.node.path(name);
		if (value instanceof ObjectNode object) {
			return new RequestJson(object, this.path + name + '.', this.errors);
		}
		refuse(name, value, "an object");
		return null;
	}

	/**
	 * A list of objects, without what is none; empty where there is no list or it is too
	 * long.
	 */
	List<RequestJson> objects(String name, int most) {
		List<RequestJson> objects = new ArrayList<>();
		int index = 0;
		for (JsonNode value : list(name, "objects", most)) {
			String at = this.path + name + '[' + index++ + ']';
			if (value instanceof ObjectNode object) {
				objects.add(new RequestJson(object, at + '.', this.errors));
			}
			else {
				this.errors.add(at, "was " + describe(value) + " (expected: an object)");
			}
		}
		return objects;
	}

	/** A list of strings; empty where there is none or it is too long. */
	List<String> texts(String name, int most) {
		List<String> texts = new ArrayList<>();
		for (JsonNode value : list(name, "strings", most)) {
			if (!value.isString()) {
				this.errors.add(this.path + name + '[' + texts.size() + ']',
						"was " + describe(value) + " (expected: a string)");
			}
			texts.add(value.isString() ? value.stringValue() : "filler");
		}
		return texts;
	}

	/**
	 * String pairs in their order; empty where there are none or too many. The value of a
	 * member that is {@code null} is {@code null}.
	 */
	Map<String, @Nullable String> pairs(String name, int most) {
		Map<String, @Nullable String> pairs = new LinkedHashMap<>();
		JsonNode value = this.node.path(name);
		if (!(value instanceof ObjectNode object)) {
			refuse(name, value, "an object of strings");
			return pairs;
		}
		if (object.size() > most) {
			this.errors.add(this.path + name, "has " + object.size() + " entries (expected: at most " + most + ")");
			return pairs;
		}
		object.forEachEntry((key, member) -> {
			if (member.isString() || member.isNull()) {
				pairs.put(key, member.isNull() ? null : member.stringValue());
			}
			else {
				this.errors.add(this.path + name + '.' + Quoted.escaped(key),
						"was " + describe(member) + " (expected: a string)");
			}
		});
		return pairs;
	}

	/** What a value is, for messages. */
	static String describe(JsonNode value) {
		if (value.isString()) {
			return Quoted.of(value.stringValue());
		}
		if (value.isObject()) {
			return "an object";
		}
		if (value.isArray()) {
			return "a list";
		}
		return Quoted.escaped(value.asString());
	}

	private Iterable<JsonNode> list(String name, String of, int most) {
		JsonNode value = this.node.path(name);
		if (!value.isArray()) {
			refuse(name, value, "a list of " + of);
			return List.of();
		}
		if (value.size() > most) {
			this.errors.add(this.path + name, "has " + value.size() + " entries (expected: at most " + most + ")");
			return List.of();
		}
		return value;
	}

	private void refuse(String name, JsonNode value, String expected) {
		if (!value.isMissingNode() && !value.isNull()) {
			this.errors.add(this.path + name, "was " + describe(value) + " (expected: " + expected + ")");
		}
	}

	private static String wireName(Enum<?> constant, boolean lowerCase) {
		return lowerCase ? constant.name().toLowerCase(Locale.ROOT) : constant.name();
	}

}
