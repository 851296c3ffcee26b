package io.mcp.spring.registration;

import java.util.Optional;

import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.registration.RegistrationState;

/**
 * This application's own place on the registry's list. Thread-safe; every answer is a
 * snapshot.
 */
public interface McpRegistration {

	/**
	 * Where the registration is, with the ids of instance and lease once they are known.
	 * @return the state
	 */
	RegistrationState state();

	/**
	 * The address under which this application registers.
	 * @return the address and why it was chosen; empty until the application has started,
	 * and where it does not register
	 */
	Optional<ChosenAddress> address();

	/**
	 * The port under which this application registers.
	 * @return the port; empty as {@link #address} is
	 */
	Optional<Integer> port();

}
