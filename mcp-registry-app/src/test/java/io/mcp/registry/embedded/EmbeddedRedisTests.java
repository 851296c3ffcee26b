package io.mcp.registry.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRedisTests {

	@RegisterExtension
	final RedisStarter starter = new RedisStarter();

	@TempDir
	Path home;

	private Path folder;

	@BeforeEach
	void nameTheFolder() {
		this.folder = this.home.resolve("a \"data\" folder");
	}

	@Test
	void servesFromAFolderThatOnlyItsOwnerCanRead() throws IOException {
		EmbeddedRedis redis = this.starter.start(this.folder);

		assertThat(this.starter.connect(redis).ping()).isEqualTo("PONG");
		assertThat(Files.getPosixFilePermissions(this.folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(this.folder.resolve("appendonly.aof")).exists();
		assertThat(this.folder.resolve("redis.log")).isNotEmptyFile();
		for (String secret : List.of("password", "redis.conf")) {
			assertThat(Files.getPosixFilePermissions(this.folder.resolve(secret))).as(secret)
				.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		}
	}

	@Test
	void writesEveryChangeDownAndForgetsNothingForWantOfMemory() {
		RedisCommands<String, String> redis = this.starter.connect(this.starter.start(this.folder));

		assertThat(setting(redis, "appendonly")).isEqualTo("yes");
		assertThat(setting(redis, "appendfsync")).isEqualTo("everysec");
		assertThat(setting(redis, "aof-load-truncated")).isEqualTo("yes");
		assertThat(setting(redis, "save")).isEmpty();
		assertThat(setting(redis, "maxmemory-policy")).isEqualTo("noeviction");
	}

	@Test
	void answersOnlyOnTheLoopbackAddressAndOnlyToWhoKnowsThePassword() {
		EmbeddedRedis redis = this.starter.start(this.folder);

		assertThat(setting(this.starter.connect(redis), "bind")).isEqualTo("127.0.0.1");
		assertThat(redis.password()).hasSizeGreaterThan(40);
		assertThatExceptionOfType(RedisConnectionException.class)
			.isThrownBy(() -> this.starter.connect(redis.server().port(), "guessed"));
	}

	@Test
	void tellsWhatItStartedAndWhereTheDataAreInOneLine(CapturedOutput output) {
		EmbeddedRedis redis = this.starter.start(this.folder);

		assertThat(output.toString().lines().filter((line) -> line.contains("INFO"))).singleElement()
			.asString()
			.contains("No spring.data.redis.* configured: started the Redis " + redis.server().version()
					+ " on 127.0.0.1:" + redis.server().port() + ", data in " + this.folder + " (append-only)");
	}

	@Test
	void endsTheServerWithItself() {
		EmbeddedRedis redis = this.starter.start(this.folder);
		ProcessHandle process = redis.server().process();

		redis.close();

		assertThat(process.isAlive()).isFalse();
		assertThat(this.folder.resolve("redis.pid")).doesNotExist();
	}

	@Test
	void keepsItsPortAndItsPasswordOverARestart() {
		EmbeddedRedis before = this.starter.start(this.folder);
		before.close();

		EmbeddedRedis after = this.starter.start(this.folder);

		assertThat(after.server().process().pid()).isNotEqualTo(before.server().process().pid());
		assertThat(after.server().port()).isEqualTo(before.server().port());
		assertThat(after.password()).isEqualTo(before.password());
	}

	@Test
	void movesToAnotherPortWhenSomethingElseListensOnItsOwn() throws IOException {
		EmbeddedRedis before = this.starter.start(this.folder);
		before.close();
		try (ServerSocket other = new ServerSocket(before.server().port(), 1, InetAddress.getByName("127.0.0.1"))) {

			EmbeddedRedis after = this.starter.start(this.folder);

			assertThat(after.server().port()).isNotEqualTo(other.getLocalPort());
			assertThat(this.starter.connect(after).ping()).isEqualTo("PONG");
		}
	}

	@Test
	void leasesGoOnCountingDownWhileTheServerIsAway() {
		EmbeddedRedis before = this.starter.start(this.folder);
		RedisCommands<String, String> redis = this.starter.connect(before);
		redis.set("long", "lease", SetArgs.Builder.px(60_000));
		long remainingBefore = redis.pttl("long");
		long end = System.currentTimeMillis() + 500;
		redis.set("short", "lease", SetArgs.Builder.pxAt(end));
		before.close();
		await().until(() -> System.currentTimeMillis() > end);

		redis = this.starter.connect(this.starter.start(this.folder));

		assertThat(redis.pttl("long")).isPositive().isLessThanOrEqualTo(remainingBefore - 500);
		assertThat(redis.get("short")).isNull();
		assertThat(redis.dbsize()).isOne();
	}

	@Test
	void loadsAnAppendOnlyFileWhoseLastWriteWasCutOff() throws IOException {
		EmbeddedRedis before = this.starter.start(this.folder);
		this.starter.connect(before).set("first", "whole");
		this.starter.connect(before).set("last", "cut off");
		before.close();
		try (FileChannel file = FileChannel.open(this.folder.resolve("appendonly.aof"), StandardOpenOption.WRITE)) {
			file.truncate(file.size() - 3);
		}

		RedisCommands<String, String> redis = this.starter.connect(this.starter.start(this.folder));

		assertThat(redis.get("first")).isEqualTo("whole");
		assertThat(redis.get("last")).isNull();
	}

	@Test
	void showsTheEndOfTheServersLogWhenTheServerDoesNotStart() throws IOException {
		this.starter.start(this.folder).close();
		Files.writeString(this.folder.resolve("appendonly.aof"), "not what Redis writes\r\n");

		assertThatExceptionOfType(EmbeddedRedisException.class).isThrownBy(() -> this.starter.start(this.folder))
			.withMessageContaining("ended with 1 instead of serving")
			.withMessageContaining("Bad file format reading the append only file")
			.satisfies((ex) -> assertThat(ex.action()).contains("redis-check-aof", "mcp.registry.embedded-redis.dir"));
		assertThat(new ServerUsers(this.folder.resolve("users")).count()).isZero();
	}

	@Test
	void namesThePropertyWhenTheUserHasNoHome() {
		EmbeddedRedisProperties properties = new EmbeddedRedisProperties(null, null, null, RedisStarter.START_TIMEOUT);

		assertThat(properties.folder(this.home)).isEqualTo(this.home.resolve(".mcp-registry/redis"));
		assertThatExceptionOfType(EmbeddedRedisException.class).isThrownBy(() -> properties.folder(Path.of("?")))
			.withMessageContaining("no home ('?')")
			.satisfies((ex) -> assertThat(ex.action()).contains("mcp.registry.embedded-redis.dir"));
	}

	@Test
	void namesThePropertyWhenTheFolderCannotBeWritten() throws IOException {
		Path file = Files.createFile(this.home.resolve("a-file"));

		assertThatExceptionOfType(EmbeddedRedisException.class)
			.isThrownBy(() -> this.starter.start(file.resolve("redis")))
			.withMessageContaining("cannot be written: '" + file.resolve("redis"))
			.satisfies((ex) -> assertThat(ex.action()).contains("mcp.registry.embedded-redis.dir"));
	}

	private static String setting(RedisCommands<String, String> redis, String name) {
		return redis.configGet(name).get(name);
	}

}
