package io.mcp.spring.loadbalancer;

import java.net.URI;

import io.mcp.spring.Instances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServiceUriTests {

	@ParameterizedTest
	@CsvSource({ "http://billing/x, billing", "http://my_service/x, my_service", "http://billing.v2:80/x, billing.v2",
			"http://user:secret@billing/x, billing", "https://billing, billing" })
	void serviceIsTheAuthorityWithoutUserAndPort(URI uri, String service) {
		assertThat(ServiceUri.of(uri).serviceName()).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "http://billing/a%20b/%C3%BC?q=a%26b&r=1, http://10.0.0.7:8080/a%20b/%C3%BC?q=a%26b&r=1",
			"http://my_service/x, http://10.0.0.7:8080/x", "http://billing:9999/x, http://10.0.0.7:8080/x",
			"http://billing, http://10.0.0.7:8080", "http://user:pa%3As@billing/x, http://user:pa%3As@10.0.0.7:8080/x",
			"https://billing/x, https://10.0.0.7:8080/x" })
	void everythingButTheTargetStaysAsWritten(URI uri, URI expected) {
		assertThat(ServiceUri.of(uri).at(Instances.plain("billing", "10.0.0.7", 8080))).isEqualTo(expected);
	}

	@Test
	void secureInstanceIsCalledByHttps() {
		assertThat(ServiceUri.of(URI.create("http://billing/x")).at(Instances.secure("billing", "10.0.0.7", 8443)))
			.isEqualTo(URI.create("https://10.0.0.7:8443/x"));
	}

	@Test
	void ipv6AddressIsPutInBrackets() {
		assertThat(ServiceUri.of(URI.create("http://billing/x")).at(Instances.plain("billing", "2001:db8::7", 8080)))
			.isEqualTo(URI.create("http://[2001:db8::7]:8080/x"));
	}

	@Test
	void uriWithoutAuthorityIsExplained() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceUri.of(URI.create("/x")))
			.withMessageContaining("'/x'")
			.withMessageContaining("http://service-name/path");
	}

}
