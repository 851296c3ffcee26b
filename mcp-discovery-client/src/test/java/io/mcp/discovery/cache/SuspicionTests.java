package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.mcp.discovery.Instances;
import io.mcp.discovery.cache.Suspicion.Verdict;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuspicionTests {

	private static final long PATIENCE = Duration.ofSeconds(15).toNanos();

	private final Suspicion suspicion = new Suspicion(Duration.ofNanos(PATIENCE));

	@ParameterizedTest
	@CsvSource({ "0, 3", "3, 3", "3, 9", "2, 1", "4, 2", "9, 5" })
	void believesAListThatKeptAtLeastHalfOfItsInstances(int before, int after) {
		assertThat(this.suspicion.judge(list(5, before), list(6, after), 0)).isEqualTo(Verdict.BELIEVE);
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "2, 0", "3, 1", "9, 4", "100, 0" })
	void believesAListThatLostMoreOnlyTheSecondTime(int before, int after) {
		assertThat(this.suspicion.judge(list(5, before), list(6, after), 0)).isEqualTo(Verdict.ASK_AGAIN_SOON);
		assertThat(this.suspicion.judge(list(5, before), list(6, after), 0)).isEqualTo(Verdict.BELIEVE);
	}

	@Test
	void confirmationOfTheKnownListEndsTheDoubt() {
		assertThat(this.suspicion.judge(list(5, 4), list(6, 0), 0)).isEqualTo(Verdict.ASK_AGAIN_SOON);
		this.suspicion.clear();
		assertThat(this.suspicion.judge(list(5, 4), list(7, 0), 0)).isEqualTo(Verdict.ASK_AGAIN_SOON);
	}

	@Test
	void fullListInBetweenEndsTheDoubt() {
		assertThat(this.suspicion.judge(list(5, 4), list(6, 0), 0)).isEqualTo(Verdict.ASK_AGAIN_SOON);
		assertThat(this.suspicion.judge(list(5, 4), list(6, 4), 0)).isEqualTo(Verdict.BELIEVE);
		assertThat(this.suspicion.judge(list(6, 4), list(7, 0), 0)).isEqualTo(Verdict.ASK_AGAIN_SOON);
	}

	@Test
	void believesAnOlderListOnlyAtTheNextPull() {
		assertThat(this.suspicion.judge(list(5, 2), list(4, 2), 0)).isEqualTo(Verdict.ASK_AGAIN_LATER);
		assertThat(this.suspicion.judge(list(5, 2), list(4, 2), PATIENCE - 1)).isEqualTo(Verdict.ASK_AGAIN_LATER);
		assertThat(this.suspicion.judge(list(5, 2), list(4, 2), PATIENCE)).isEqualTo(Verdict.BELIEVE);
	}

	@Test
	void believesAnOlderListAtOnceWhereNoneIsKnown() {
		assertThat(this.suspicion.judge(list(500, 0), list(3, 1), 0)).isEqualTo(Verdict.BELIEVE);
	}

	@Test
	void storeThatLostItsMemoryIsGivenTimeToBeFilledAgain() {
		assertThat(this.suspicion.judge(list(50, 3), list(0, 0), 0)).isEqualTo(Verdict.ASK_AGAIN_LATER);
		assertThat(this.suspicion.judge(list(50, 3), list(0, 0), 1)).isEqualTo(Verdict.ASK_AGAIN_LATER);
		assertThat(this.suspicion.judge(list(50, 3), list(7, 3), PATIENCE)).isEqualTo(Verdict.BELIEVE);
	}

	@Test
	void firstHealthyInstanceAfterATimeWithoutAnyReplacesTheUnstableOnes() {
		ServiceInstances unstable = new ServiceInstances("default", "billing", 5, true, instances(5));
		assertThat(this.suspicion.judge(unstable, list(6, 1), 0)).isEqualTo(Verdict.BELIEVE);
		assertThat(this.suspicion.judge(unstable, list(6, 0), 0)).isEqualTo(Verdict.ASK_AGAIN_SOON);
	}

	private static ServiceInstances list(long revision, int size) {
		return new ServiceInstances("default", "billing", revision, false, instances(size));
	}

	private static List<InstanceInfo> instances(int size) {
		return IntStream.range(0, size).mapToObj((number) -> Instances.instance("i" + number)).toList();
	}

}
