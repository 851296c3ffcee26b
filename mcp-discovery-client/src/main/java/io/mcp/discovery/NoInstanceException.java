package io.mcp.discovery;

/**
 * No instance of a service can be called. The message tells what is known about the
 * service and the registry.
 */
public class NoInstanceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String serviceName;

	/**
	 * Creates the exception.
	 * @param serviceName the service that was asked for
	 * @param message what is known about it
	 */
	public NoInstanceException(String serviceName, String message) {
		super(message);
		this.serviceName = serviceName;
	}

	/**
	 * The service that was asked for.
	 * @return its name, as given by the caller
	 */
	public String serviceName() {
		return this.serviceName;
	}

}
