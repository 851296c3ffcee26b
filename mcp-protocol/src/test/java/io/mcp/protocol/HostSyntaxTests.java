package io.mcp.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostSyntaxTests {

	private static final String LABEL_63 = "a".repeat(63);

	@ParameterizedTest
	@ValueSource(strings = { "192.168.1.100", "127.0.0.1", "255.255.255.254", "::1", "fe80::1", "2001:DB8::7",
			"1:2:3:4:5:6:7:8", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "1:2:3:4:5:6:10.0.0.1", "1::", "localhost", "a",
			"db-1.prod.example.com", "3com.net", "x--y.z", "1.2.3.4.example", "face" })
	void acceptsWhatCallersCanConnectTo(String host) {
		assertThat(HostSyntax.expectedInsteadOf(host)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "10.0.0", "10.0.0.256", "10.0.0.1.5", "010.0.0.1", "1.2.3.4 ", "1234", "host.123",
			"host:80", "http://host", "host/path", "user@host", "host.", ".host", "a..b", "-a", "a-", "my_host",
			"bücher.de", ":", "1:2:3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1%eth0", ":::", "1::2::3", "12345::",
			"::ffff:010.0.0.1", "::ffff:10.0.0", "::10.0.0.1:5", ".1:2", "1:2:3:4:5:6:7:10.0.0.1", "a\u0000b", "a\nb" })
	void refusesWhatTheyCannot(String host) {
		assertThat(HostSyntax.expectedInsteadOf(host)).isEqualTo(HostSyntax.EXPECTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "0:0:0:0:0:0:0:0", "::0.0.0.0", "::ffff:0.0.0.0" })
	void refusesTheAddressThatServersBindToWhenTheyMeanAll(String host) {
		assertThat(HostSyntax.expectedInsteadOf(host)).contains("stands for every address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "224.0.0.1", "255.255.255.255", "ff02::1" })
	void refusesAddressesOfGroups(String host) {
		assertThat(HostSyntax.expectedInsteadOf(host)).contains("stands for a group");
	}

	@Test
	void refusesTheBracketsOfAUrl() {
		assertThat(HostSyntax.expectedInsteadOf("[::1]")).isEqualTo("an IPv6 address without brackets");
	}

	@Test
	void boundsTheLengthOfNames() {
		String name253 = String.join(".", LABEL_63, LABEL_63, LABEL_63, "a".repeat(61));
		assertThat(HostSyntax.expectedInsteadOf(name253)).isNull();
		assertThat(HostSyntax.expectedInsteadOf(name253 + "a")).isEqualTo(HostSyntax.EXPECTED);
		assertThat(HostSyntax.expectedInsteadOf(LABEL_63 + "a.com")).isEqualTo(HostSyntax.EXPECTED);
	}

}
