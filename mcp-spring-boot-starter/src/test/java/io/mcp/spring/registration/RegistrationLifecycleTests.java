package io.mcp.spring.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.mcp.spring.RecordingRegistrar;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RegistrationLifecycleTests {

	private final RecordingRegistrar registrar = new RecordingRegistrar();

	private final SpringApplication application = application();

	@Test
	void registersOnlyOnceTheApplicationIsReady() {
		List<String> seenByRunner = new ArrayList<>();
		addBean(ApplicationRunner.class, (arguments) -> {
			seenByRunner.add("ran");
			seenByRunner.addAll(this.registrar.events());
		});
		try (ConfigurableApplicationContext context = run()) {
			assertThat(seenByRunner).containsExactly("ran");
			assertThat(this.registrar.events()).containsExactly("start");
			assertThat(this.registrar.plan().request().serviceName()).isEqualTo("orders");
			assertThat(context.getBean(McpRegistration.class).port()).hasValue(8080);
		}
	}

	@Test
	void waitsForTheRegistryWhereTheStartMustNotFail() {
		run("--mcp.discovery.registration.fail-fast=true").close();
		assertThat(this.registrar.events()).startsWith("registerNow");
	}

	@Test
	void deregistersWithinTheConfiguredTimeWhenTheApplicationEnds() {
		run("--mcp.discovery.shutdown.drain-timeout=700ms").close();
		assertThat(this.registrar.events()).startsWith("start", "stop PT0.7S");
	}

	@Test
	void deregistersAtOnceWhereThereIsNoTimeToDrain() {
		run("--mcp.discovery.shutdown.drain-timeout=0").close();
		assertThat(this.registrar.events()).startsWith("start", "stopWithoutDrain PT3S");
	}

	@Test
	void deregistersWhenTheStartFailsAfterAll() {
		addBean(LateFailure.class, new LateFailure());
		assertThatIllegalStateException().isThrownBy(this::run).withMessage("too late");
		assertThat(this.registrar.events()).startsWith("start", "stop PT3S");
	}

	@Test
	void contextThatIsStoppedAndStartedAgainIsListedAgain() {
		try (ConfigurableApplicationContext context = run()) {
			context.stop();
			assertThat(this.registrar.events()).containsExactly("start", "stop PT3S");
			context.start();
			assertThat(this.registrar.events()).containsExactly("start", "stop PT3S", "start");
		}
	}

	@Test
	void readinessOfAnotherContextIsNotTheApplications() {
		try (ConfigurableApplicationContext context = run();
				GenericApplicationContext child = new GenericApplicationContext(context)) {
			child.refresh();
			child.publishEvent(new ApplicationReadyEvent(this.application, new String[0], child, null));
			assertThat(this.registrar.events()).containsExactly("start");
		}
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return this.application.run(arguments);
	}

	private <T> void addBean(Class<T> type, T bean) {
		this.application
			.addInitializers((context) -> ((GenericApplicationContext) context).registerBean(type, () -> bean));
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(Map.of("spring.application.name", "orders", "mcp.discovery.registration.port",
				"8080", "mcp.discovery.registration.address", "10.0.0.7", "mcp.discovery.health.enabled", "false"));
		application.addInitializers((context) -> ((GenericApplicationContext) context)
			.registerBean(InstanceRegistrar.class, () -> this.registrar));
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	@ImportAutoConfiguration({ McpDiscoveryAutoConfiguration.class, McpRegistrationAutoConfiguration.class })
	static class Application {

	}

	/** Fails after the registration saw that the application is ready. */
	static final class LateFailure implements ApplicationListener<AvailabilityChangeEvent<?>> {

		@Override
		public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
			if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
				throw new IllegalStateException("too late");
			}
		}

	}

}
