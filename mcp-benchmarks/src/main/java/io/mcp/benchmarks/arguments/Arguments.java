package io.mcp.benchmarks.arguments;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind the name of a run: {@code --name=value} each. Immutable.
 */
public final class Arguments {

	private static final Pattern ARGUMENT = Pattern.compile("--([a-z-]+)=(.+)");

	private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");

	private final List<String> given;

	private final Map<String, String> values;

	private Arguments(List<String> given, Map<String, String> values) {
		this.given = given;
		this.values = values;
	}

	/**
	 * Reads what was given.
	 * @param given the words of the command line, without the name of the run
	 * @param known the names that the run understands
	 * @return the values
	 * @throws ArgumentException if one is not understood; the message names it
	 */
	public static Arguments parse(List<String> given, Set<String> known) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String argument : given) {
			Matcher matcher = ARGUMENT.matcher(argument);
			if (!matcher.matches() || !known.contains(matcher.group(1))) {
				throw new ArgumentException("'" + argument + "' (expected: "
						+ known.stream().sorted().map((name) -> "--" + name + "=…").collect(Collectors.joining(" "))
						+ ")");
			}
			values.put(matcher.group(1), matcher.group(2));
		}
		return new Arguments(List.copyOf(given), Map.copyOf(values));
	}

	/**
	 * A whole number above zero.
	 * @throws ArgumentException if it is not one
	 */
	public int count(String name, int otherwise) {
		String value = this.values.get(name);
		if (value == null) {
			return otherwise;
		}
		try {
			int count = Integer.parseInt(value);
			if (count > 0) {
				return count;
			}
		}
		catch (NumberFormatException ex) {
			// Told below, as zero is.
		}
		throw new ArgumentException("--" + name + "=" + value + " (expected: a whole number above zero)");
	}

	/**
	 * A time such as {@code 500ms}, {@code 30s} or {@code 2m}.
	 * @throws ArgumentException if it is not one
	 */
	public Duration duration(String name, Duration otherwise) {
		String value = this.values.get(name);
		if (value == null) {
			return otherwise;
		}
		Matcher matcher = DURATION.matcher(value);
		if (!matcher.matches()) {
			throw new ArgumentException("--" + name + "=" + value + " (expected: such as 500ms, 30s or 2m)");
		}
		long amount = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2)) {
			case "ms" -> Duration.ofMillis(amount);
			case "s" -> Duration.ofSeconds(amount);
			default -> Duration.ofMinutes(amount);
		};
	}

	/**
	 * One of a few words, which are the constants of an enum in lower case.
	 * @throws ArgumentException if it is another
	 */
	public <E extends Enum<E>> E choice(String name, E otherwise) {
		String value = this.values.get(name);
		if (value == null) {
			return otherwise;
		}
		Set<String> words = new TreeSet<>();
		for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
			if (word(constant).equals(value)) {
				return constant;
			}
			words.add(word(constant));
		}
		throw new ArgumentException("--" + name + "=" + value + " (expected: " + String.join(" or ", words) + ")");
	}

	/** Any text. */
	public @Nullable String text(String name) {
		return this.values.get(name);
	}

	/** Words with spaces between them. */
	public List<String> words(String name) {
		String value = this.values.get(name);
		return (value != null) ? Arrays.stream(value.trim().split("\\s+")).toList() : List.of();
	}

	/** As they were given, to be repeated. */
	public String asGiven() {
		return this.given.stream()
			.map((argument) -> argument.contains(" ") ? "'" + argument + "'" : argument)
			.collect(Collectors.joining(" "));
	}

	private static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
