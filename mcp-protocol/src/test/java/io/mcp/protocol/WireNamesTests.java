package io.mcp.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class WireNamesTests {

	private final JsonMapper json = JsonMapper.builder().build();

	@Test
	void classicRegistrationIsWrittenWithSnakeCaseNamesAndNothingElse() {
		RegisterRequest request = RegisterRequest.of("user-service", "192.168.1.100", 8080)
			.ttl(30)
			.metadata("env", "prod")
			.build();
		assertThat(this.json.readTree(this.json.writeValueAsString(request))).isEqualTo(this.json.readTree("""
				{"service_name":"user-service","host":"192.168.1.100","port":8080,"ttl":30,
				 "metadata":{"env":"prod"},"tags":[]}"""));
	}

	@Test
	void instanceSurvivesTheRoundTrip() {
		InstanceInfo instance = new InstanceInfo("a:1", "a", "h", 1, true, Status.UP, Health.HEALTHY, 100, "z1", null,
				List.of("x"), Map.of("k", "v"), Instant.parse("2026-01-02T03:04:05.678Z"), 7);
		String text = this.json.writeValueAsString(instance);
		assertThat(text).contains("\"registered_at\":\"2026-01-02T03:04:05.678Z\"").doesNotContain("version");
		assertThat(this.json.readValue(text, InstanceInfo.class)).isEqualTo(instance);
	}

	@Test
	void healthyListDoesNotMentionDegraded() {
		assertThat(this.json.writeValueAsString(new ServiceInstances("default", "a", 3, false, List.of())))
			.doesNotContain("degraded");
		assertThat(this.json.writeValueAsString(new ServiceInstances("default", "a", 3, true, List.of())))
			.contains("\"degraded\":true");
	}

	@Test
	void changeTypesAreWrittenInLowerCase() {
		assertThat(this.json.writeValueAsString(Change.Type.EXPIRED)).isEqualTo("\"expired\"");
		assertThat(this.json.readValue("\"deregistered\"", Change.Type.class)).isEqualTo(Change.Type.DEREGISTERED);
	}

}
