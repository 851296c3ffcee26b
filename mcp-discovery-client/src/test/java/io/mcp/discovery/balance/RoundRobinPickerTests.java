package io.mcp.discovery.balance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.InstanceInfo;
import org.junit.jupiter.api.Test;

import static io.mcp.discovery.Instances.instance;
import static io.mcp.discovery.Instances.instances;
import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinPickerTests {

	@Test
	void sharesCallsEvenlyWhereverItBegins() {
		for (int seed = 0; seed < 20; seed++) {
			Picker picker = BalancingStrategy.ROUND_ROBIN.picker(instances("a", "b", "c"), new Random(seed));
			assertThat(share(picker, 300)).isEqualTo(Map.of("a", 100L, "b", 100L, "c", 100L));
		}
	}

	@Test
	void sharesCallsOfManyThreadsEvenly() {
		Picker picker = new RoundRobinPicker(instances("a", "b"), 0);
		Map<String, Long> share = IntStream.range(0, 10_000)
			.parallel()
			.mapToObj((call) -> Objects.requireNonNull(picker.pick(Set.of())).instanceId())
			.collect(Collectors.groupingByConcurrent(Function.identity(), Collectors.counting()));
		assertThat(share).isEqualTo(Map.of("a", 5000L, "b", 5000L));
	}

	@Test
	void survivesTheOverflowOfItsCounter() {
		Picker picker = new RoundRobinPicker(instances("a", "b", "c"), Integer.MAX_VALUE - 1);
		assertThat(share(picker, 9).keySet()).containsExactlyInAnyOrder("a", "b", "c");
		for (String tried : List.of("a", "b", "c")) {
			Set<String> others = Set.copyOf(List.of("a", "b", "c").stream().filter((id) -> !id.equals(tried)).toList());
			assertThat(new RoundRobinPicker(instances("a", "b", "c"), Integer.MAX_VALUE).pick(others)).isNotNull();
		}
	}

	@Test
	void givesNothingToWeightZeroWhileAnotherHasWeight() {
		Picker picker = new RoundRobinPicker(List.of(instance("a", 0), instance("b", 1), instance("c", 0)), 0);
		assertThat(share(picker, 10)).isEqualTo(Map.of("b", 10L));
	}

	@Test
	void usesWeightZeroWhereNobodyHasWeight() {
		Picker picker = new RoundRobinPicker(List.of(instance("a", 0), instance("b", 0)), 0);
		assertThat(share(picker, 10)).isEqualTo(Map.of("a", 5L, "b", 5L));
	}

	@Test
	void leavesOutWhatWasTried() {
		Picker picker = new RoundRobinPicker(instances("a", "b", "c"), 0);
		for (int i = 0; i < 6; i++) {
			InstanceInfo picked = picker.pick(Set.of("a", "c"));
			assertThat(picked).isNotNull().extracting(InstanceInfo::instanceId).isEqualTo("b");
		}
		assertThat(picker.pick(Set.of("a", "b", "c"))).isNull();
	}

	private static Map<String, Long> share(Picker picker, int calls) {
		return IntStream.range(0, calls)
			.mapToObj((call) -> Objects.requireNonNull(picker.pick(Set.of())).instanceId())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

}
