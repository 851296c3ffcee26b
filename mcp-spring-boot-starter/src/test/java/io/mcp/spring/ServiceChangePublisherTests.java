package io.mcp.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.cache.ServiceChange;
import io.mcp.protocol.InstanceInfo;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ServiceChangePublisherTests {

	private static final InstanceInfo FIRST = Instances.plain("billing", "10.0.0.7", 8080);

	private static final InstanceInfo SECOND = Instances.plain("billing", "10.0.0.8", 8080);

	private final ScriptedDiscovery discovery = new ScriptedDiscovery();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(McpDiscoveryAutoConfiguration.class))
		.withUserConfiguration(Annotated.class)
		.withBean(Listener.class);

	@Test
	void changesBecomeEvents() {
		this.runner.withBean(McpDiscovery.class, () -> this.discovery).run((context) -> {
			this.discovery.changed(new ServiceChange("billing", 8, List.of(FIRST), List.of(FIRST, SECOND)));
			assertThat(context.getBean(Listener.class).events).singleElement().satisfies((event) -> {
				assertThat(event.getServiceName()).isEqualTo("billing");
				assertThat(event.getBefore()).containsExactly(FIRST);
				assertThat(event.getAfter()).containsExactly(FIRST, SECOND);
				assertThat(event.getChange().added()).containsExactly(SECOND);
				assertThat(event.getSource()).isSameAs(this.discovery);
				assertThat(event).hasToString("McpServiceChangedEvent['billing' from 1 to 2 instances]");
			});
		});
	}

	@Test
	void firstListOfAServiceIsAChange() {
		try (ScriptedRegistry registry = ScriptedRegistry.start()) {
			registry.list("billing", FIRST);
			this.runner.withPropertyValues("mcp.discovery.server-addresses=" + registry.address()).run((context) -> {
				context.getBean(McpDiscovery.class).instances("billing");
				List<McpServiceChangedEvent> events = context.getBean(Listener.class).events;
				await().until(() -> !events.isEmpty());
				assertThat(events.get(0).getBefore()).isEmpty();
				assertThat(events.get(0).getAfter()).containsExactly(FIRST);
			});
		}
	}

	@Test
	void closedContextHearsNothingMore() {
		this.runner.withBean(McpDiscovery.class, () -> this.discovery).run((context) -> {
			assertThat(this.discovery.hasListener()).isTrue();
			Listener listener = context.getBean(Listener.class);
			ServiceChangePublisher publisher = context.getBean(ServiceChangePublisher.class);
			context.close();
			assertThat(publisher.isRunning()).isFalse();
			assertThat(this.discovery.hasListener()).isFalse();
			assertThat(listener.events).isEmpty();
		});
	}

	@Test
	void pureProviderHasNoEvents() {
		this.runner.withPropertyValues("mcp.discovery.client.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceChangePublisher.class));
	}

	@Test
	void discoverySwitchedOffMeansNoEvents() {
		this.runner.withPropertyValues("mcp.discovery.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceChangePublisher.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	static class Annotated {

	}

	static class Listener {

		private final List<McpServiceChangedEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void changed(McpServiceChangedEvent event) {
			this.events.add(event);
		}

	}

}
