package io.mcp.registry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisExecutableTests {

	private static final String BUILT_FOR_WINDOWS = "/redis-server-5.0.14.1-windows-amd64.exe";

	private static final String WITHOUT_LIBRARIES = "/redis-server-6.2.7-linux-386";

	@TempDir
	Path folder;

	@Test
	void laysTheBundledProgramIntoTheFolderOnce() throws IOException {
		RedisExecutable first = RedisExecutable.bundled(this.folder);
		FileTime longAgo = FileTime.from(Instant.EPOCH);
		Files.setLastModifiedTime(first.path(), longAgo);

		RedisExecutable second = RedisExecutable.bundled(this.folder);

		assertThat(second).isEqualTo(first);
		assertThat(first.bundled()).isTrue();
		assertThat(first.version()).startsWith("6.2.");
		assertThat(this.folder).isDirectoryContaining((file) -> file.equals(first.path()));
		assertThat(Files.getLastModifiedTime(first.path())).isEqualTo(longAgo);
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
	void takesTheNextProgramWhereOneDoesNotRun() {
		RedisExecutable executable = RedisExecutable.bundled(this.folder,
				List.of(BUILT_FOR_WINDOWS, WITHOUT_LIBRARIES));

		assertThat(executable.version()).isEqualTo("6.2.7");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void saysWhatToDoWhereNoBundledProgramRuns() {
		assertThatExceptionOfType(EmbeddedRedisException.class)
			.isThrownBy(() -> RedisExecutable.bundled(this.folder, List.of(BUILT_FOR_WINDOWS)))
			.withMessageContaining("does not run on this machine (Linux")
			.withMessageContaining("redis-server-5.0.14.1-windows-amd64.exe: ")
			.satisfies((ex) -> assertThat(ex.action()).contains("spring.data.redis.host",
					"mcp.registry.embedded-redis.executable"));
	}

	@Test
	void saysSoWhereNoProgramWasBuiltForTheMachine() {
		assertThatExceptionOfType(EmbeddedRedisException.class)
			.isThrownBy(() -> RedisExecutable.bundled(this.folder, List.of()))
			.withMessageEndingWith("none was built for it");
	}

	@Test
	void takesAGivenProgram() throws IOException {
		Path program = script("echo 'Valkey server v=8.1.0 sha=0:0'");

		assertThat(RedisExecutable.given(program)).isEqualTo(new RedisExecutable(program, "8.1.0", false));
	}

	@Test
	void refusesAGivenProgramThatIsMissing() {
		refuses(this.folder.resolve("missing"), "there is no executable file");
	}

	@Test
	void refusesAGivenProgramThatFails() throws IOException {
		refuses(script("echo cannot open libssl.so.3; exit 127"),
				"it ended with 127 and said 'cannot open libssl.so.3'");
	}

	@Test
	void refusesAGivenProgramThatIsNoRedis() throws IOException {
		refuses(script("echo hello"), "it ended with 0 and said 'hello'");
	}

	@Test
	void refusesAGivenProgramThatIsTooOld() throws IOException {
		refuses(script("echo 'Redis server v=6.0.16 sha=0:0'"), "it is version 6.0.16, expected 6.2 or newer");
	}

	private static void refuses(Path program, String reason) {
		assertThatExceptionOfType(EmbeddedRedisException.class).isThrownBy(() -> RedisExecutable.given(program))
			.withMessageStartingWith("mcp.registry.embedded-redis.executable: '" + program + "' does not run")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.action()).contains("spring.data.redis.*"));
	}

	private Path script(String body) throws IOException {
		Path script = this.folder.toAbsolutePath().resolve("redis-server");
		Files.writeString(script, "#!/bin/sh\n" + body + "\n");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		return script;
	}

}
