package io.mcp.registry.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRedisConfigurationTests {

	@TempDir
	Path folder;

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, EmbeddedRedisConfiguration.class));

	@BeforeEach
	void useTheFolder() {
		this.runner = this.runner.withPropertyValues("mcp.registry.embedded-redis.dir=" + this.folder,
				"mcp.registry.embedded-redis.executable=" + BundledExecutable.path());
	}

	@Test
	void leadsTheConnectionFactoryToTheEmbeddedRedis() {
		this.runner.run((context) -> {
			context.getBean(StringRedisTemplate.class).opsForValue().set("key", "value");

			assertThat(context.getBean(StringRedisTemplate.class).opsForValue().get("key")).isEqualTo("value");
			assertThat(context.getBean(LettuceConnectionFactory.class).getPort())
				.isEqualTo(context.getBean(EmbeddedRedis.class).server().port());
		});
	}

	@Test
	void tellsWhereItIs() {
		this.runner.run((context) -> {
			Info.Builder info = new Info.Builder();

			context.getBean(InfoContributor.class).contribute(info);

			RunningServer server = context.getBean(EmbeddedRedis.class).server();
			assertThat(info.build().getDetails()).containsEntry("embedded_redis",
					Map.of("version", server.version(), "host", "127.0.0.1", "port", server.port(), "pid",
							server.process().pid(), "dir", this.folder.toString()));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.host=localhost", "spring.data.redis.port=6379",
			"spring.data.redis.url=redis://localhost:6379", "spring.data.redis.database=0",
			"spring.data.redis.username=mcp", "spring.data.redis.password=secret", "spring.data.redis.ssl.enabled=true",
			"spring.data.redis.sentinel.nodes=localhost:26379 spring.data.redis.sentinel.master=mcp",
			"spring.data.redis.cluster.nodes[0]=localhost:7000", "spring.data.redis.masterreplica.nodes=localhost:6379",
			"mcp.registry.embedded-redis.enabled=false" })
	void staysAwayWhenAPropertySaysWhichRedisToUse(String properties) {
		this.runner.withPropertyValues(properties.split(" "))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EmbeddedRedis.class)
				.hasSingleBean(RedisConnectionFactory.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SPRING_DATA_REDIS_HOST=redis", "SPRING_DATA_REDIS_CLUSTER_NODES=redis:7000,redis:7001" })
	void staysAwayWhenTheEnvironmentSaysWhichRedisToUse(String variable) {
		this.runner
			.withInitializer((context) -> TestPropertyValues.of(variable)
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedRedis.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.timeout=2s", "spring.data.redis.client-name=mcp",
			"spring.data.redis.lettuce.cluster.refresh.adaptive=true", "spring.data.redis.host=",
			"spring.data.redis.host=${REDIS_HOST:}", "spring.data.redis.sentinel.master=" })
	void startsWhereOnlyTheClientIsTunedOrAVariableIsEmpty(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedRedis.class));
	}

	@Test
	void startsDespiteAnotherRedisWhenForced(CapturedOutput output) {
		this.runner
			.withPropertyValues("mcp.registry.embedded-redis.enabled=true", "spring.data.redis.host=redis.example.com")
			.run((context) -> {
				assertThat(context.getBean(LettuceConnectionFactory.class).getHostName()).isEqualTo("127.0.0.1");
				assertThat(output).contains("mcp.registry.embedded-redis.enabled is true: started the Redis");
			});
	}

	@Test
	void usesTheUsualAddressWhenSwitchedOff() {
		this.runner.withPropertyValues("mcp.registry.embedded-redis.enabled=false").run((context) -> {
			assertThat(context.getBean(LettuceConnectionFactory.class).getHostName()).isEqualTo("localhost");
			assertThat(context.getBean(LettuceConnectionFactory.class).getPort()).isEqualTo(6379);
		});
	}

	@Test
	void givesWayToConnectionDetailsFromElsewhere() {
		this.runner.withBean(DataRedisConnectionDetails.class, () -> mock(DataRedisConnectionDetails.class))
			.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedRedis.class));
	}

	@Test
	void givesWayToAnotherConnectionFactory() {
		this.runner.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedRedis.class)
				.hasSingleBean(RedisConnectionFactory.class));
	}

	@Test
	void isUpBeforeItsUsersStartAndEndsAfterTheyEnded() {
		Journal journal = new Journal();
		this.runner.withBean(Journal.class, () -> journal)
			.withUserConfiguration(WritesAllItsLife.class)
			.run((context) -> journal.server = context.getBean(EmbeddedRedis.class).server().process());

		assertThat(journal.entries).containsExactly("created", "started", "stopped", "destroyed before the server");
		assertThat(journal.server).isNotNull().returns(false, ProcessHandle::isAlive);
	}

	@Test
	void endsWhenTheApplicationFailsToStart() {
		this.runner.withUserConfiguration(FailsToStart.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(new ServerUsers(this.folder.resolve("users")).count()).isZero();
			assertThat(this.folder.resolve("redis.log")).content().contains("Redis is now ready to exit");
		});
	}

	@Test
	void explainsAFailedStartAndNamesTheProperty(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.folder.resolve("a-file"));

		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> application().run("--mcp.registry.embedded-redis.dir=" + file));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The data folder of the embedded Redis cannot be written: '" + file)
			.contains("Set mcp.registry.embedded-redis.dir to a folder that this user can write");
	}

	@Test
	void isFoundByAnApplication() {
		try (ConfigurableApplicationContext context = application()
			.run("--mcp.registry.embedded-redis.dir=" + this.folder)) {
			assertThat(context.getBean(EmbeddedRedis.class).folder()).isEqualTo(this.folder);
		}
	}

	/** Reads no configuration, so that nothing of the registry's own is needed. */
	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.config.name=none");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class FailsToStart {

		@Bean
		String failure(StringRedisTemplate redis) {
			throw new IllegalStateException("no reason");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WritesAllItsLife {

		@Bean
		Writer writer(StringRedisTemplate redis, Journal journal) {
			return new Writer(redis, journal);
		}

	}

	static final class Journal {

		private final List<String> entries = new ArrayList<>();

		private volatile @Nullable ProcessHandle server;

	}

	static final class Writer implements SmartLifecycle, DisposableBean {

		private final StringRedisTemplate redis;

		private final Journal journal;

		private volatile boolean running;

		Writer(StringRedisTemplate redis, Journal journal) {
			this.redis = redis;
			this.journal = journal;
			write("created");
		}

		private void write(String what) {
			this.redis.opsForValue().set("key", what);
			this.journal.entries.add(this.redis.opsForValue().get("key"));
		}

		@Override
		public void start() {
			this.running = true;
			write("started");
		}

		@Override
		public void stop() {
			this.running = false;
			write("stopped");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public void destroy() {
			ProcessHandle server = this.journal.server;
			boolean alive = server != null && server.isAlive();
			this.journal.entries.add("destroyed " + (alive ? "before" : "after") + " the server");
		}

	}

}
