package io.mcp.spring.registration;

import io.mcp.protocol.RegisterRequest;

/**
 * Changes what the application registers, after configuration and surroundings have had
 * their say. Beans of this type are called in their order, each time the application
 * starts to be registered.
 */
@FunctionalInterface
public interface RegistrationCustomizer {

	/**
	 * Changes the registration.
	 * @param request the registration so far
	 */
	void customize(RegisterRequest.Builder request);

}
