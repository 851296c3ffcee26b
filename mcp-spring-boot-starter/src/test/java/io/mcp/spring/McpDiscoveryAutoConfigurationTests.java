package io.mcp.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.mcp.discovery.DiscoverySettings;
import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.McpDiscoveryClients;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class McpDiscoveryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(McpDiscoveryAutoConfiguration.class));

	@Test
	void staysQuietAsLongAsNobodyAskedForDiscovery() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(McpDiscovery.class)
			.doesNotHaveBean(McpDiscoveryClients.class));
	}

	@Test
	void annotationIsEnoughAndExpectsTheRegistryOnThisMachine() {
		this.runner.withUserConfiguration(Annotated.class).run((context) -> {
			assertThat(context).hasSingleBean(McpDiscovery.class);
			assertThat(context.getBean(DiscoverySettings.class).serverAddresses())
				.containsExactly(URI.create("http://localhost:6270"));
		});
	}

	@Test
	void addressIsEnough() {
		this.runner.withPropertyValues("mcp.discovery.server-addresses=http://a:1,https://b:2").run((context) -> {
			assertThat(context).hasSingleBean(McpDiscovery.class);
			assertThat(context.getBean(DiscoverySettings.class).serverAddresses())
				.containsExactly(URI.create("http://a:1"), URI.create("https://b:2"));
		});
	}

	@Test
	void addressesMayBeAListAsInYaml() {
		this.runner.withPropertyValues("mcp.discovery.server-addresses[0]=http://a:1")
			.run((context) -> assertThat(context).hasSingleBean(McpDiscovery.class));
	}

	@Test
	void addressMayComeFromTheEnvironmentOfAContainer() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment",
						new SystemEnvironmentPropertySource("systemEnvironment",
								Map.of("MCP_DISCOVERY_SERVER_ADDRESSES", "http://registry:6270"))))
			.run((context) -> assertThat(context.getBean(DiscoverySettings.class).serverAddresses())
				.containsExactly(URI.create("http://registry:6270")));
	}

	@Test
	void emptyAddressIsNoWish() {
		this.runner.withPropertyValues("mcp.discovery.server-addresses=")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(McpDiscovery.class));
	}

	@Test
	void propertySwitchesEverythingOff() {
		this.runner.withUserConfiguration(Annotated.class)
			.withPropertyValues("mcp.discovery.server-addresses=http://a:1", "mcp.discovery.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(McpDiscovery.class)
				.doesNotHaveBean(McpDiscoveryClients.class));
	}

	@Test
	void applicationThatOnlyProvidesHasNoDiscovery() {
		this.runner.withUserConfiguration(Annotated.class)
			.withPropertyValues("mcp.discovery.client.enabled=false", "mcp.discovery.client.eager-services=billing")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(McpDiscovery.class).hasSingleBean(McpDiscoveryClients.class);
				assertThat(context.getBean(DiscoverySettings.class).eagerServices()).isEmpty();
			});
	}

	@Test
	void givesWayToTheApplicationsOwnDiscovery() {
		ScriptedDiscovery own = new ScriptedDiscovery();
		this.runner.withUserConfiguration(Annotated.class)
			.withBean(McpDiscovery.class, () -> own)
			.run((context) -> assertThat(context).getBean(McpDiscovery.class).isSameAs(own));
	}

	@Test
	void givesWayToTheApplicationsOwnSettings() {
		DiscoverySettings own = DiscoverySettings.builder().namespace("own").build();
		this.runner.withUserConfiguration(Annotated.class)
			.withBean(DiscoverySettings.class, () -> own)
			.run((context) -> assertThat(context).getBean(DiscoverySettings.class).isSameAs(own));
	}

	@Test
	void propertiesAndCustomizersFormTheSettings() {
		this.runner.withUserConfiguration(Annotated.class)
			.withBean(DiscoverySettingsCustomizer.class,
					() -> (settings) -> settings.requestTimeout(Duration.ofSeconds(9)))
			.withPropertyValues("mcp.discovery.namespace=shop", "mcp.discovery.client.pull-interval=10s",
					"mcp.discovery.client.eager-services=billing,stock",
					"mcp.discovery.load-balancer.strategy=round-robin")
			.run((context) -> {
				DiscoverySettings settings = context.getBean(DiscoverySettings.class);
				assertThat(settings.namespace()).isEqualTo("shop");
				assertThat(settings.pullInterval()).isEqualTo(Duration.ofSeconds(10));
				assertThat(settings.eagerServices()).containsExactly("billing", "stock");
				assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(9));
			});
	}

	@Test
	void lastListsAreKeptForTheApplicationAloneUnlessThatIsSwitchedOff() {
		ApplicationContextRunner named = this.runner.withUserConfiguration(Annotated.class)
			.withPropertyValues("spring.application.name=orders");
		named.run((context) -> assertThat(context.getBean(DiscoverySettings.class).snapshotDirectory())
			.isEqualTo(Path.of(System.getProperty("user.home"), ".mcp-discovery", "orders")));
		named.withPropertyValues("mcp.discovery.client.snapshot.directory=/data/lists")
			.run((context) -> assertThat(context.getBean(DiscoverySettings.class).snapshotDirectory())
				.isEqualTo(Path.of("/data/lists")));
		named.withPropertyValues("mcp.discovery.client.snapshot.enabled=false")
			.run((context) -> assertThat(context.getBean(DiscoverySettings.class).snapshotDirectory()).isNull());
		named.withPropertyValues("mcp.discovery.client.enabled=false")
			.run((context) -> assertThat(context.getBean(DiscoverySettings.class).snapshotDirectory()).isNull());
	}

	@Test
	void needsNoOptionalLibrary() {
		this.runner.withUserConfiguration(Annotated.class)
			.withClassLoader(
					new FilteredClassLoader(RestTemplate.class.getPackageName(), "org.springframework.boot.web",
							"org.springframework.boot.health", "org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasSingleBean(McpDiscovery.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	static class Annotated {

	}

}
