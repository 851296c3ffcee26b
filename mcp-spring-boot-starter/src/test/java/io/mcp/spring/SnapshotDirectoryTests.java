package io.mcp.spring;

import java.nio.file.Path;

import io.mcp.spring.DiscoveryClientProperties.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotDirectoryTests {

	private static final Snapshot DEFAULT = new Snapshot(true, null);

	private final MockEnvironment environment = new MockEnvironment().withProperty("user.home", "/home/ann")
		.withProperty("spring.application.name", "orders");

	@Test
	void applicationsHaveFoldersOfTheirOwnBelowTheHome() {
		assertThat(SnapshotDirectory.of(DEFAULT, this.environment))
			.isEqualTo(Path.of("/home/ann/.mcp-discovery/orders"));
	}

	@Test
	void configuredFolderIsTakenAsItIs() {
		assertThat(SnapshotDirectory.of(new Snapshot(true, Path.of("/data/lists")), this.environment))
			.isEqualTo(Path.of("/data/lists"));
	}

	@Test
	void nothingIsKeptWhereThatIsSwitchedOff() {
		assertThat(SnapshotDirectory.of(new Snapshot(false, Path.of("/data/lists")), this.environment)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?" })
	void nothingIsKeptForAUserWithoutAHome(String home) {
		this.environment.setProperty("user.home", home);
		assertThat(SnapshotDirectory.of(DEFAULT, this.environment)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "../etc,.._etc", "..,application..", "'',application", "a b/c,a_b_c" })
	void nameOfAnApplicationStaysOneFolder(String application, String folder) {
		this.environment.setProperty("spring.application.name", application);
		assertThat(SnapshotDirectory.of(DEFAULT, this.environment))
			.isEqualTo(Path.of("/home/ann/.mcp-discovery").resolve(folder));
	}

}
