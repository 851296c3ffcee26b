package io.mcp.sample;

import java.util.Objects;

import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.spring.registration.McpRegistration;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers which instance they reached. */
@RestController
class WhoamiController {

	private final String applicationName;

	private final ObjectProvider<McpRegistration> registration;

	WhoamiController(@Value("${spring.application.name}") String applicationName,
			ObjectProvider<McpRegistration> registration) {
		this.applicationName = applicationName;
		this.registration = registration;
	}

	/**
	 * What the registry lists, as far as this instance is listed: switched off, or while
	 * the registry is away, it says what would stand there.
	 */
	@GetMapping("/whoami")
	Whoami whoami(HttpServletRequest request) {
		McpRegistration registration = this.registration.getIfAvailable();
		if (registration == null) {
			return whoami(this.applicationName, null, request.getLocalAddr(), request.getLocalPort());
		}
		RegistrationState state = registration.state();
		return whoami(Objects.requireNonNullElse(state.serviceName(), this.applicationName), state.instanceId(),
				registration.address().map(ChosenAddress::host).orElseGet(request::getLocalAddr),
				registration.port().orElseGet(request::getLocalPort));
	}

	private static Whoami whoami(String service, @Nullable String instanceId, String host, int port) {
		return new Whoami(service, (instanceId != null) ? instanceId : "%s:%s:%d".formatted(service, host, port), host,
				port);
	}

}
