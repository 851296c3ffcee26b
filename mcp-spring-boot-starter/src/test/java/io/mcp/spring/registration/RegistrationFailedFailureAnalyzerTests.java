package io.mcp.spring.registration;

import java.util.List;

import io.mcp.discovery.registration.RegistrationFailedException;
import io.mcp.discovery.registration.RegistrationFailedException.Reason;
import io.mcp.protocol.Problem.FieldError;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationFailedFailureAnalyzerTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void unreachableRegistryIsNamedByItsAddresses() {
		this.environment.setProperty("mcp.discovery.server-addresses", "http://a:1,http://b:2");
		FailureAnalysis analysis = analyze(Reason.UNREACHABLE, "no connection", List.of());
		assertThat(analysis.getDescription()).contains("http://a:1, http://b:2", "no connection",
				"'mcp.discovery.registration.fail-fast'");
		assertThat(analysis.getAction()).contains("'mcp.discovery.server-addresses'",
				"'mcp.discovery.registration.fail-fast' to false");
	}

	@Test
	void unreachableRegistryIsTheDefaultOneWhereNoneIsConfigured() {
		assertThat(analyze(Reason.UNREACHABLE, "no connection", List.of()).getDescription())
			.contains("http://localhost:6270");
	}

	@Test
	void refusedFieldsAreListedWithTheirProperties() {
		FailureAnalysis analysis = analyze(Reason.REFUSED, "400", List.of(new FieldError("metadata.env", "is too long"),
				new FieldError("ttl", "0 (expected: 1 to 3600)"), new FieldError("moon", "is missing")));
		assertThat(analysis.getDescription()).contains(
				"- metadata.env ('mcp.discovery.registration.metadata'): is too long",
				"- ttl ('mcp.discovery.lease.ttl'): 0 (expected: 1 to 3600)", "- moon: is missing");
	}

	@Test
	void takenIdIsExplainedByItsHolder() {
		FailureAnalysis analysis = analyze(Reason.ID_TAKEN, "orders-1 is live at 10.0.0.9:80", List.of());
		assertThat(analysis.getDescription()).contains("orders-1 is live at 10.0.0.9:80");
		assertThat(analysis.getAction()).contains("'mcp.discovery.registration.instance-id'");
	}

	private FailureAnalysis analyze(Reason reason, String message, List<FieldError> errors) {
		FailureAnalysis analysis = new RegistrationFailedFailureAnalyzer(this.environment)
			.analyze(new IllegalStateException(new RegistrationFailedException(reason, message, errors)));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
