package io.mcp.spring.registration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.mcp.discovery.address.AddressChooser;
import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.address.InvalidAddressSettingException;
import io.mcp.discovery.registration.RegistrationPlan;
import io.mcp.protocol.RegisterRequest;
import io.mcp.spring.InvalidDiscoveryPropertyException;
import io.mcp.spring.registration.LocalServer.Listening;
import io.mcp.spring.registration.RegistrationPlanner.Planned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RegistrationPlannerTests {

	private static final List<URI> REGISTRIES = List.of(URI.create("http://localhost:6270"));

	private final ApplicationFacts application = new ApplicationFacts("orders", "2.1.0");

	@Test
	void smallestConfigurationTakesNameVersionAndPortFromTheApplication() {
		RegistrationPlan plan = plan(Map.of("address", "10.0.0.7"), this.application, new Listening(54321, false));
		assertThat(plan.request()).isEqualTo(RegisterRequest.of("orders", "10.0.0.7", 54321)
			.ttl(15)
			.secure(false)
			.weight(100)
			.version("2.1.0")
			.build());
		assertThat(plan.renewInterval()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void configurationGoesBeforeWhatTheApplicationKnows() {
		RegistrationPlan plan = plan(Map.of("service-name", "billing", "instance-id", "billing-1", "address",
				"billing.example.com", "port", "443", "metadata.env", "prod", "tags", "blue,fast", "weight", "50",
				"zone", "eu-1", "version", "v7"), this.application, new Listening(8080, true));
		assertThat(plan.request()).isEqualTo(RegisterRequest.of("billing", "billing.example.com", 443)
			.instanceId("billing-1")
			.ttl(15)
			.secure(true)
			.metadata("env", "prod")
			.tags(List.of("blue", "fast"))
			.weight(50)
			.zone("eu-1")
			.version("v7")
			.build());
	}

	@Test
	void addressIsChosenWhereNoneIsConfigured() {
		ChosenAddress expected = new AddressChooser().choose(REGISTRIES, List.of(),
				AddressChooser.DEFAULT_IGNORED_INTERFACES);
		Planned planned = planner(Map.of(), this.application).plan(server(new Listening(8080, false)));
		assertThat(planned.address()).isEqualTo(expected);
		assertThat(planned.registration().request().host()).isEqualTo(expected.host());
	}

	@Test
	void customizersHaveTheLastWord() {
		RegistrationPlanner planner = planner(Map.of("address", "10.0.0.7", "zone", "eu-1"), this.application,
				(request) -> request.zone("eu-2"), (request) -> request.metadata("color", "green"));
		RegisterRequest request = planner.plan(server(new Listening(8080, false))).registration().request();
		assertThat(request.zone()).isEqualTo("eu-2");
		assertThat(request.metadata()).containsEntry("color", "green");
	}

	@Test
	void missingNameIsExplainedWithBothProperties() {
		assertThatExceptionOfType(RegistrationImpossibleException.class)
			.isThrownBy(() -> plan(Map.of(), new ApplicationFacts(" ", null), new Listening(8080, false)))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("'spring.application.name'")
				.contains("'mcp.discovery.registration.service-name'"));
	}

	@Test
	void nameThatNoServiceCanHaveIsExplained() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> plan(Map.of(), new ApplicationFacts("my orders", null), new Listening(8080, false)))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("spring.application.name"))
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo("my orders"));
	}

	@Test
	void missingPortIsExplained() {
		assertThatExceptionOfType(RegistrationImpossibleException.class)
			.isThrownBy(() -> plan(Map.of(), this.application, null))
			.withMessageContaining("'mcp.discovery.registration.port'");
	}

	@Test
	void configuredPortNeedsNoServer() {
		RegisterRequest request = plan(Map.of("address", "10.0.0.7", "port", "9000"), this.application, null).request();
		assertThat(request.port()).isEqualTo(9000);
		assertThat(request.secure()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://host", "host:8080", "a b", "10.0.0.256", "10.0.0", "0.0.0.0", "::", "-host",
			"host/path", "my_host", "010.0.0.1", "host.123", "1:2:3", "224.0.0.1" })
	void addressThatCallersCannotUseIsExplained(String address) {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> plan(Map.of("address", address), this.application, new Listening(8080, false)))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("mcp.discovery.registration.address"))
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo(address));
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "orders.example.com", "orders-1", "10.0.0.7", "2001:db8::7", "::1", "fe80::1" })
	void addressThatCallersCanUseIsTaken(String address) {
		assertThat(plan(Map.of("address", address), this.application, new Listening(8080, false)).request().host())
			.isEqualTo(address);
	}

	@Test
	void networkThatIsNoneIsExplained() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> plan(Map.of("preferred-networks", "10.0.0.0/8,10.0.0.0/99"), this.application,
					new Listening(8080, false)))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("mcp.discovery.registration.preferred-networks"))
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo("10.0.0.0/99"))
			.withCauseInstanceOf(InvalidAddressSettingException.class);
	}

	private static RegistrationPlan plan(Map<String, String> properties, ApplicationFacts application,
			Listening listening) {
		return planner(properties, application).plan(server(listening)).registration();
	}

	private static RegistrationPlanner planner(Map<String, String> properties, ApplicationFacts application,
			RegistrationCustomizer... customizers) {
		Binder binder = new Binder(new MapConfigurationPropertySource(properties.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> "p." + entry.getKey(), Map.Entry::getValue))));
		return new RegistrationPlanner(binder.bindOrCreate("p", RegistrationProperties.class),
				binder.bindOrCreate("lease", LeaseProperties.class), application, new AddressChooser(), REGISTRIES,
				List.of(customizers));
	}

	private static LocalServer server(Listening listening) {
		return new LocalServer() {

			@Override
			public Optional<Listening> listening() {
				return Optional.ofNullable(listening);
			}

			@Override
			public boolean isSimulated() {
				return false;
			}

		};
	}

}
