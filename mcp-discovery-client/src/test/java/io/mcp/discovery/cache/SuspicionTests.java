package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.mcp.discovery.Instances;
import io.mcp.protocol.InstanceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuspicionTests {

	private static final long WINDOW = Duration.ofSeconds(2).toNanos();

	private final Suspicion suspicion = new Suspicion(Duration.ofNanos(WINDOW));

	/** One letter for each instance. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			# before | after  | explained | kept
			-        | abc    | -         | -
			abc      | abc    | -         | -
			abcd     | cd     | -         | -
			abcde    | cd     | -         | abe
			ab       | b      | -         | -
			a        | -      | -         | a
			a        | -      | a         | -
			abc      | -      | -         | abc
			abc      | -      | abc       | -
			abc      | -      | ab        | c
			abcdef   | f      | abc       | de
			abcdef   | ef     | abc       | -
			abc      | xyz    | -         | -
			abc      | x      | -         | abc
			abc      | abcxyz | -         | -
			""")
	void keepsWhatVanishedInLargeNumbersWithoutAnExplanation(String before, String after, String explained,
			String kept) {
		this.suspicion.moved(instances(before), instances(after), ids(explained), 0);
		assertThat(ids(this.suspicion)).isEqualTo(ids(kept));
		assertThat(this.suspicion.doubts()).isEqualTo(kept != null);
	}

	@Test
	void lossesThatFollowOneAnotherWithinTheWindowCountTogether() {
		this.suspicion.moved(instances("abcde"), instances("bcde"), Set.of(), 0);
		this.suspicion.moved(instances("bcde"), instances("cde"), Set.of(), WINDOW);
		assertThat(ids(this.suspicion)).isEmpty();
		this.suspicion.moved(instances("cde"), instances("de"), Set.of(), WINDOW);
		assertThat(ids(this.suspicion)).isEqualTo(ids("abc"));
	}

	@Test
	void lossesFarApartDoNot() {
		this.suspicion.moved(instances("abcde"), instances("bcde"), Set.of(), 0);
		this.suspicion.moved(instances("bcde"), instances("cde"), Set.of(), WINDOW + 1);
		this.suspicion.moved(instances("cde"), instances("de"), Set.of(), 2 * WINDOW + 2);
		assertThat(ids(this.suspicion)).isEmpty();
	}

	@Test
	void doubtDoesNotEndByItself() {
		this.suspicion.moved(instances("abc"), instances(null), Set.of(), 0);
		this.suspicion.moved(instances(null), instances(null), Set.of(), 100 * WINDOW);
		assertThat(ids(this.suspicion)).isEqualTo(ids("abc"));
	}

	@Test
	void doubtEndsWhenTheRegistrySaysSoAgain() {
		this.suspicion.moved(instances("abc"), instances(null), Set.of(), 0);
		this.suspicion.believe();
		assertThat(ids(this.suspicion)).isEmpty();
		assertThat(this.suspicion.doubts()).isFalse();
	}

	@Test
	void instanceThatIsExplainedLeavesWhileTheOthersStay() {
		this.suspicion.moved(instances("abc"), instances(null), Set.of(), 0);
		this.suspicion.moved(instances(null), instances(null), ids("b"), 1);
		assertThat(ids(this.suspicion)).isEqualTo(ids("ac"));
	}

	@Test
	void doubtEndsWhenEnoughOfThemComeBack() {
		this.suspicion.moved(instances("abc"), instances(null), Set.of(), 0);
		this.suspicion.moved(instances(null), instances("a"), Set.of(), 1);
		assertThat(ids(this.suspicion)).isEqualTo(ids("bc"));
		this.suspicion.moved(instances("a"), instances("ab"), Set.of(), 2);
		assertThat(this.suspicion.doubts()).isFalse();
		assertThat(ids(this.suspicion)).isEmpty();
	}

	private static Set<String> ids(Suspicion suspicion) {
		return Set.copyOf(suspicion.kept().stream().map(InstanceInfo::instanceId).toList());
	}

	private static Set<String> ids(String letters) {
		return (letters != null) ? Set.of(letters.split("")) : Set.of();
	}

	private static List<InstanceInfo> instances(String letters) {
		return ids(letters).stream().map(Instances::instance).toList();
	}

}
