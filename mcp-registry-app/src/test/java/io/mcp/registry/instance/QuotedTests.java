package io.mcp.registry.instance;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuotedTests {

	@Test
	void repeatsVisibleTextOfAnyScript() {
		assertThat(Quoted.of("größe 大小 😀")).isEqualTo("'größe 大小 😀'");
	}

	@Test
	void escapesWhatCannotBeSeenOrEncoded() {
		assertThat(Quoted.of("a\u0000b\r\u007f\u202ec\ud800d")).isEqualTo("'a\\u0000b\\u000D\\u007F\\u202Ec\\uD800d'");
	}

	@Test
	void cutsBetweenCharactersAndTellsTheLength() {
		assertThat(Quoted.of("😀".repeat(65))).isEqualTo("'" + "😀".repeat(64) + "…' (65 characters)");
		assertThat(Quoted.of("x".repeat(64))).doesNotContain("characters");
	}

}
