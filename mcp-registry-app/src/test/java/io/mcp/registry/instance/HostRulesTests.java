package io.mcp.registry.instance;

import java.util.List;

import io.mcp.protocol.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HostRulesTests {

	private static final String LABEL_63 = "a".repeat(63);

	@ParameterizedTest
	@ValueSource(strings = { "192.168.1.100", "127.0.0.1", "255.255.255.254", "::1", "fe80::1", "2001:DB8::7",
			"1:2:3:4:5:6:7:8", "::ffff:10.0.0.1", "localhost", "a", "db-1.prod.example.com", "3com.net", "x--y.z",
			"1.2.3.4.example" })
	void acceptsWhatCallersCanConnectTo(String host) {
		assertThat(problemWith(host)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "10.0.0", "10.0.0.256", "10.0.0.1.5", "010.0.0.1", "1.2.3.4 ", "1234", "host:80",
			"http://host", "host/path", "user@host", "host.", ".host", "a..b", "-a", "a-", "my_host", "bücher.de",
			"1:2:3", "::1%eth0", ":::", "1::2::3", "12345::", "[::1]", "a\u0000b", "a\nb" })
	void refusesWhatTheyCannot(String host) {
		assertThat(problemWith(host)).startsWith("was '").contains("(expected: an IPv");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "0:0:0:0:0:0:0:0", "::0.0.0.0", "::ffff:0.0.0.0" })
	void refusesTheAddressThatServersBindToWhenTheyMeanAll(String host) {
		assertThat(problemWith(host)).contains("stands for every address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "224.0.0.1", "255.255.255.255", "ff02::1" })
	void refusesAddressesOfGroups(String host) {
		assertThat(problemWith(host)).contains("stands for a group");
	}

	@Test
	void boundsTheLengthOfNames() {
		String name253 = String.join(".", LABEL_63, LABEL_63, LABEL_63, "a".repeat(61));
		assertThat(problemWith(name253)).isNull();
		assertThat(problemWith(name253 + "a")).contains("(254 characters)");
		assertThat(problemWith(LABEL_63 + "a.com")).isNotNull();
	}

	@Test
	void namesTheMissingHost() {
		assertThat(problemWith(null)).startsWith("is missing (expected: an IPv4");
	}

	private static @Nullable String problemWith(@Nullable String host) {
		FieldErrors errors = new FieldErrors();
		HostRules.check("host", host, errors);
		InvalidRequestException thrown = catchThrowableOfType(InvalidRequestException.class, errors::throwIfAny);
		List<Problem.FieldError> found = (thrown != null) ? thrown.errors() : List.of();
		return found.isEmpty() ? null : found.get(0).message();
	}

}
