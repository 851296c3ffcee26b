package io.mcp.benchmarks.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArgumentsTests {

	private static final Set<String> KNOWN = Set.of("clients", "warm-up", "unit", "options");

	@Test
	void whatIsNotGivenIsTheDefault() {
		Arguments none = parse();
		assertThat(none.count("clients", 7)).isEqualTo(7);
		assertThat(none.duration("warm-up", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
		assertThat(none.words("options")).isEmpty();
		assertThat(none.text("options")).isNull();
	}

	@Test
	void readsNumbersTimesWordsAndChoices() {
		Arguments given = parse("--clients=10", "--warm-up=500ms", "--unit=seconds", "--options=-Xmx1g  -Xint");
		assertThat(given.count("clients", 7)).isEqualTo(10);
		assertThat(given.duration("warm-up", Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
		assertThat(given.choice("unit", TimeUnit.DAYS)).isEqualTo(TimeUnit.SECONDS);
		assertThat(given.words("options")).containsExactly("-Xmx1g", "-Xint");
		assertThat(given.asGiven()).endsWith(" '--options=-Xmx1g  -Xint'");
	}

	@Test
	void namesWhatItDoesNotUnderstand() {
		assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> parse("--client=10"))
			.withMessage("'--client=10' (expected: --clients=… --options=… --unit=… --warm-up=…)");
		assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> parse("--clients=0").count("clients", 1))
			.withMessage("--clients=0 (expected: a whole number above zero)");
		assertThatExceptionOfType(ArgumentException.class)
			.isThrownBy(() -> parse("--warm-up=3").duration("warm-up", Duration.ZERO))
			.withMessageContaining("30s");
		assertThatExceptionOfType(ArgumentException.class)
			.isThrownBy(() -> parse("--unit=years").choice("unit", TimeUnit.DAYS))
			.withMessageContaining("days or hours");
	}

	private static Arguments parse(String... words) {
		return Arguments.parse(List.of(words), KNOWN);
	}

}
