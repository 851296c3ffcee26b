package io.mcp.spring.registration;

import io.mcp.spring.registration.LocalServer.Listening;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LocalWebServerTests {

	private final WebServerApplicationContext application = mock(WebServerApplicationContext.class);

	private final WebServer server = mock(WebServer.class);

	private final ServerProperties properties = new ServerProperties();

	private final LocalWebServer localServer = new LocalWebServer(this.application, this.properties);

	@Test
	void isPlainWithoutTls() {
		given(this.application.getWebServer()).willReturn(this.server);
		given(this.server.getPort()).willReturn(54321);
		assertThat(this.localServer.listening()).hasValue(new Listening(54321, false));
		assertThat(this.localServer.isSimulated()).isFalse();
	}

	@Test
	void isSecureWithTls() {
		given(this.application.getWebServer()).willReturn(this.server);
		given(this.server.getPort()).willReturn(8443);
		this.properties.setSsl(new Ssl());
		assertThat(this.localServer.listening()).hasValue(new Listening(8443, true));
	}

	@Test
	void listensNowhereAsLongAsTheServerHasNoPort() {
		given(this.application.getWebServer()).willReturn(this.server);
		given(this.server.getPort()).willReturn(-1);
		assertThat(this.localServer.listening()).isEmpty();
	}

	@Test
	void listensNowhereInAContainerThatSomebodyElseStarted() {
		assertThat(this.localServer.listening()).isEmpty();
		assertThat(this.localServer.isSimulated()).isFalse();
	}

	@Test
	void webApplicationThatCannotHaveAServerIsATests() {
		assertThat(new LocalWebServer(new GenericWebApplicationContext(), null).isSimulated()).isTrue();
		assertThat(new LocalWebServer(new GenericReactiveWebApplicationContext(), null).isSimulated()).isTrue();
		assertThat(new LocalWebServer(new GenericApplicationContext(), null).isSimulated()).isFalse();
	}

}
