package io.mcp.registry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRedisRecoveryTests {

	@RegisterExtension
	final RedisStarter starter = new RedisStarter();

	@TempDir
	Path folder;

	@Test
	void startsAServerAgainThatWasKilled(CapturedOutput output) {
		EmbeddedRedis redis = this.starter.start(this.folder);
		RunningServer before = redis.server();
		RedisCommands<String, String> connection = this.starter.connect(redis);
		connection.set("kept", "yes");

		before.process().destroyForcibly();

		RedisStarter.patiently().until(() -> redis.server().process().pid() != before.process().pid());
		assertThat(redis.server().port()).isEqualTo(before.port());
		RedisStarter.patiently()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(connection.get("kept")).isEqualTo("yes"));
		assertThat(output).contains("(process " + before.process().pid() + ") ended by itself")
			.contains("is back (process " + redis.server().process().pid() + ")");
	}

	@Test
	void startsAServerAgainEachTimeItIsKilled() {
		EmbeddedRedis redis = this.starter.start(this.folder);

		for (int i = 0; i < 3; i++) {
			ProcessHandle process = redis.server().process();
			process.destroyForcibly();
			RedisStarter.patiently().until(() -> redis.server().process().pid() != process.pid());
		}

		redis.close();
		assertThat(redis.server().process().isAlive()).isFalse();
	}

	@Test
	void startsNothingAgainOnceItIsClosed() {
		EmbeddedRedis redis = this.starter.start(this.folder);
		RunningServer before = redis.server();
		before.process().destroyForcibly();

		redis.close();

		assertThat(redis.server().process().isAlive()).isFalse();
		try (ServerProbe probe = new ServerProbe(redis.password())) {
			assertThat(probe.ask(before.port())).isInstanceOf(ServerAnswer.None.class);
		}
	}

	@Test
	void takesOverAServerThatAKilledRegistryLeftBehind(CapturedOutput output) {
		RunningServer leftBehind = this.starter.abandon(this.folder);

		EmbeddedRedis redis = this.starter.start(this.folder);

		assertThat(redis.server().process()).isEqualTo(leftBehind.process());
		assertThat(output).contains("No spring.data.redis.* configured: using the running Redis");
		redis.close();
		assertThat(leftBehind.process().isAlive()).isFalse();
	}

	@Test
	void startsATakenOverServerAgainWhenItIsKilled() {
		RunningServer leftBehind = this.starter.abandon(this.folder);
		EmbeddedRedis redis = this.starter.start(this.folder);

		leftBehind.process().destroyForcibly();

		RedisStarter.patiently().until(() -> redis.server().process().pid() != leftBehind.process().pid());
		assertThat(redis.server().port()).isEqualTo(leftBehind.port());
	}

	@Test
	void replacesAServerLeftBehindThatDoesNotAnswer(CapturedOutput output) throws Exception {
		RunningServer leftBehind = this.starter.abandon(this.folder);
		String password = RedisFolder.open(this.folder).password();
		this.starter.connect(leftBehind.port(), password).set("kept", "yes");
		signal("STOP", leftBehind.process());

		EmbeddedRedis redis = this.starter.start(this.folder);

		assertThat(leftBehind.process().isAlive()).isFalse();
		assertThat(this.starter.connect(redis).get("kept")).isEqualTo("yes");
		assertThat(output).contains("was left behind and does not answer");
	}

	@Test
	void waitsForAServerLeftBehindThatStillLoadsItsData() throws IOException {
		EmbeddedRedis before = this.starter.start(this.folder);
		this.starter.connect(before).rpush("key", "value");
		before.close();
		String push = "*3\r\n$5\r\nRPUSH\r\n$3\r\nkey\r\n$5\r\nvalue\r\n";
		Files.writeString(this.folder.resolve("appendonly.aof"), push.repeat(9_999), StandardOpenOption.APPEND);
		Process loading = new ProcessBuilder(BundledExecutable.path().toString(),
				this.folder.resolve("redis.conf").toString(), "--key-load-delay", "300")
			.start();
		this.starter.endAfterwards(loading.toHandle());
		try (ServerProbe probe = new ServerProbe(before.password())) {
			RedisStarter.patiently().until(() -> probe.ask(before.server().port()) instanceof ServerAnswer.Loading);
		}

		EmbeddedRedis redis = this.starter.start(this.folder);

		assertThat(redis.server().process()).isEqualTo(loading.toHandle());
		assertThat(this.starter.connect(redis).llen("key")).isEqualTo(10_000);
	}

	@Test
	void killsAServerThatDoesNotEndWhenItIsAskedTo() throws Exception {
		EmbeddedRedis redis = this.starter.start(this.folder);
		this.starter.connect(redis).set("kept", "yes");
		signal("STOP", redis.server().process());

		redis.close();

		assertThat(redis.server().process().isAlive()).isFalse();
		assertThat(this.starter.connect(this.starter.start(this.folder)).get("kept")).isEqualTo("yes");
	}

	private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

}
