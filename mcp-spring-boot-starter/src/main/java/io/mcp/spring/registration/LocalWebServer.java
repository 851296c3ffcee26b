package io.mcp.spring.registration;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/**
 * The application's main web server. A management server on a port of its own lives in a
 * context of its own and is never seen here.
 */
final class LocalWebServer implements LocalServer {

	private final ApplicationContext application;

	private final @Nullable ServerProperties properties;

	LocalWebServer(ApplicationContext application, @Nullable ServerProperties properties) {
		this.application = application;
		this.properties = properties;
	}

	@Override
	public Optional<Listening> listening() {
		if (this.application instanceof WebServerApplicationContext web) {
			WebServer server = web.getWebServer();
			if (server != null && server.getPort() > 0) {
				return Optional.of(new Listening(server.getPort(), isSecure()));
			}
		}
		return Optional.empty();
	}

	@Override
	public boolean isSimulated() {
		boolean web = this.application instanceof WebApplicationContext
				|| this.application instanceof ReactiveWebApplicationContext;
		return web && !(this.application instanceof WebServerApplicationContext);
	}

	private boolean isSecure() {
		return this.properties != null && Ssl.isEnabled(this.properties.getSsl());
	}

}
