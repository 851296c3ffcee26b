package io.mcp.benchmarks.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	@Test
	void percentilesAreTimesThatWereSeen() {
		long[] first = new long[99];
		Arrays.setAll(first, (i) -> (i + 1) * 1_000_000L);
		Times times = Times.of(List.of(first, new long[] { 500_000_000 }));
		assertThat(times.count()).isEqualTo(100);
		assertThat(times.medianMillis()).isEqualTo(50);
		assertThat(times.p99Millis()).isEqualTo(99);
		assertThat(times.maxMillis()).isEqualTo(500);
		assertThat(Times.lastOfEach(List.of(first, new long[] { 500_000_000 })).summary())
			.isEqualTo("median 99.0 ms, p99 500.0 ms, max 500.0 ms");
	}

	@Test
	void aGoalIsMetUpToItsLimit() {
		Report report = new Report(Instant.parse("2026-11-22T10:00:00.5Z"), "java -jar x.jar push",
				new Findings("Push", "7.0", List.of("Two of them."), List.of(Figure.atMost("p99", 50, 50, "ms"),
						Figure.atMost("heap", 15, 15.04, "KB"), Figure.of("median", "3 ms"))));
		assertThat(report.markdown()).startsWith("# Push\n")
			.contains("| date | 2026-11-22T10:00:00Z |")
			.contains("| command | `java -jar x.jar push` |")
			.contains("\n- Two of them.\n")
			.contains("| p99 | 50 ms | at most 50 ms | yes |")
			.contains("| heap | 15.0 KB | at most 15 KB | **no** |")
			.contains("| median | 3 ms |  |  |");
	}

}
