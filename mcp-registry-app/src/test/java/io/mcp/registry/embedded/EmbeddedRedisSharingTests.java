package io.mcp.registry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddedRedisSharingTests {

	@RegisterExtension
	final RedisStarter starter = new RedisStarter();

	@TempDir
	Path folder;

	@Test
	void registriesOfOneFolderShareItsServerAndTheLastEndsIt() {
		EmbeddedRedis first = this.starter.start(this.folder);
		EmbeddedRedis second = this.starter.start(this.folder);
		ProcessHandle process = first.server().process();
		assertThat(second.server().process()).isEqualTo(process);

		first.close();
		assertThat(process.isAlive()).isTrue();
		assertThat(this.starter.connect(second).ping()).isEqualTo("PONG");

		second.close();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void registriesShareAServerWhoseProgramIsALinkToAnotherName() throws IOException {
		Path program = Files.copy(BundledExecutable.path(), this.folder.resolve("redis-check-rdb"),
				StandardCopyOption.COPY_ATTRIBUTES);
		Path link = Files.createSymbolicLink(this.folder.resolve("redis-server"), program);
		EmbeddedRedisProperties properties = new EmbeddedRedisProperties(null, this.folder, link,
				RedisStarter.START_TIMEOUT);

		EmbeddedRedis first = this.starter.start(properties);

		assertThat(this.starter.start(properties).server()).isEqualTo(first.server());
	}

	@Test
	void registriesThatStartAtOnceAgreeOnOneServer() {
		// Not in the common pool, whose few threads Lettuce needs for connecting.
		ExecutorService threads = Executors.newCachedThreadPool();
		List<CompletableFuture<EmbeddedRedis>> starting = IntStream.range(0, 4)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> this.starter.start(this.folder), threads))
			.toList();
		List<EmbeddedRedis> all = starting.stream().map(CompletableFuture::join).toList();
		ProcessHandle process = all.get(0).server().process();

		assertThat(all).allSatisfy((redis) -> assertThat(redis.server().process()).isEqualTo(process));

		CompletableFuture
			.allOf(all.stream()
				.map((redis) -> CompletableFuture.runAsync(redis::close, threads))
				.toArray(CompletableFuture[]::new))
			.join();
		threads.shutdown();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void sharingRegistriesStartAKilledServerAgainTogether() {
		EmbeddedRedis first = this.starter.start(this.folder);
		EmbeddedRedis second = this.starter.start(this.folder);
		long killed = first.server().process().pid();

		first.server().process().destroyForcibly();

		RedisStarter.patiently().until(() -> first.server().process().pid() != killed);
		RedisStarter.patiently().until(() -> second.server().process().pid() != killed);
		assertThat(second.server()).isEqualTo(first.server());
	}

	@Test
	void refusesAFolderWhoseUserHasItsServerOutOfReach() {
		this.starter.start(this.folder).close();
		ServerUsers.User elsewhere = new ServerUsers(this.folder.resolve("users")).join();

		assertThatExceptionOfType(EmbeddedRedisException.class)
			.isThrownBy(() -> this.starter.start(this.folder, Duration.ofSeconds(1)))
			.withMessageContaining("'" + this.folder + "' is in use by another registry")
			.satisfies((ex) -> assertThat(ex.action()).contains("mcp.registry.embedded-redis.dir"));
		elsewhere.leave();
	}

	@Test
	void aRegistryThatIsKilledLeavesItsServerToTheNext() throws Exception {
		RegistryProcess killed = RegistryProcess.start(this.folder);
		this.starter.connect(killed.port(), RedisFolder.open(this.folder).password()).set("kept", "yes");

		killed.kill();

		assertThat(killed.redis().isAlive()).isTrue();
		EmbeddedRedis next = this.starter
			.start(new EmbeddedRedisProperties(null, this.folder, null, RedisStarter.START_TIMEOUT));
		assertThat(next.server().process()).isEqualTo(killed.redis());
		assertThat(this.starter.connect(next).get("kept")).isEqualTo("yes");
		next.close();
		RedisStarter.patiently().until(() -> !killed.redis().isAlive());
	}

	@Test
	void processesShareAServerAndAKilledOneNoLongerCounts() throws Exception {
		RegistryProcess killed = RegistryProcess.start(this.folder);
		RegistryProcess living = RegistryProcess.start(this.folder);
		assertThat(living.redis()).isEqualTo(killed.redis());

		killed.kill();
		assertThat(living.redis().isAlive()).isTrue();

		living.end();
		RedisStarter.patiently().until(() -> !living.redis().isAlive());
	}

}
