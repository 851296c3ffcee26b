package io.mcp.spring;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What somebody reads whose application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	private static final String NAME = "--spring.application.name=orders";

	private static final String PORT = "--mcp.discovery.registration.port=8080";

	@Test
	void missingServiceNameIsExplained(CapturedOutput output) {
		failToRun(PORT);
		assertThat(output).contains("The application has no name to register under.",
				"Set 'spring.application.name' or 'mcp.discovery.registration.service-name'.",
				"@EnableMcpDiscovery(register = false)");
	}

	@Test
	void missingPortIsExplained(CapturedOutput output) {
		failToRun(NAME);
		assertThat(output).contains("no web server listens, and 'mcp.discovery.registration.port' is not set.",
				"Set 'mcp.discovery.registration.port' to the port on which callers reach this application");
	}

	@Test
	void unreachableRegistryIsExplainedWhereTheStartMustNotFail(CapturedOutput output) throws IOException {
		String registry = "http://localhost:" + unusedPort();
		failToRun(NAME, PORT, "--mcp.discovery.server-addresses=" + registry,
				"--mcp.discovery.registration.fail-fast=true");
		assertThat(output).contains("No registry answered at " + registry,
				"'mcp.discovery.registration.fail-fast' is true", "correct 'mcp.discovery.server-addresses'");
	}

	@Test
	void refusedFieldsAreExplainedWhereTheStartMustNotFail(CapturedOutput output) {
		try (ScriptedRegistry registry = ScriptedRegistry.start()) {
			registry.refuse(400, """
					{"type":"about:blank","title":"Bad request","status":400,"detail":"1 field is invalid",
					 "errors":[{"field":"weight","message":"5 (expected: at least 10)"},
					           {"field":"moon","message":"is missing"}]}""");
			failToRun(NAME, PORT, "--mcp.discovery.server-addresses=" + registry.address(),
					"--mcp.discovery.registration.fail-fast=true");
		}
		assertThat(output).contains("The registry refused the registration",
				"- weight ('mcp.discovery.registration.weight'): 5 (expected: at least 10)", "- moon: is missing");
	}

	@Test
	void invalidAddressIsExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.registration.address=http://orders:8080");
		assertThat(output).contains(
				"The property 'mcp.discovery.registration.address' has the value 'http://orders:8080'.",
				"Expected: an IPv4 or IPv6 address or a DNS name, without scheme, port or path.",
				"Correct 'mcp.discovery.registration.address'");
	}

	@Test
	void invalidNetworkIsExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.registration.preferred-networks=10.0.0.0/99");
		assertThat(output).contains(
				"The property 'mcp.discovery.registration.preferred-networks' has the value '10.0.0.0/99'.",
				"Expected: a network such as 10.0.0.0/8 or fd00::/8, or the beginning of an address such as 10.0.");
	}

	@Test
	void invalidServerAddressIsExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.server-addresses=localhost:6270");
		assertThat(output).contains("The property 'mcp.discovery.server-addresses' has the value 'localhost:6270'.",
				"Expected: a URL such as http://registry.example.com:6270.");
	}

	@Test
	void emptyServerAddressesAreExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.server-addresses=");
		assertThat(output).contains("The property 'mcp.discovery.server-addresses' has the value ''.",
				"Expected: at least one URL such as http://registry.example.com:6270.");
	}

	@Test
	void invalidEagerServiceIsExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.client.eager-services=billing,my orders");
		assertThat(output).contains("The property 'mcp.discovery.client.eager-services' has the value 'my orders'.",
				"Expected: names of 1 to 128 letters");
	}

	@Test
	void invalidTtlIsExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.lease.ttl=2h");
		assertThat(output).contains("The property 'mcp.discovery.lease.ttl' has the value 'PT2H'.",
				"Expected: whole seconds, from 1 to 3600.");
	}

	@Test
	void invalidDrainTimeoutIsExplained(CapturedOutput output) {
		failToRun(NAME, PORT, "--mcp.discovery.shutdown.drain-timeout=2m");
		assertThat(output).contains("The property 'mcp.discovery.shutdown.drain-timeout' has the value 'PT2M'.",
				"Expected: a duration from 0 to 60s.");
	}

	private static void failToRun(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMcpDiscovery
	static class Application {

	}

}
