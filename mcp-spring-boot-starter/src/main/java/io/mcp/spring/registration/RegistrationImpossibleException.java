package io.mcp.spring.registration;

/** The application has nothing to register with. Stops its start. */
public final class RegistrationImpossibleException extends RuntimeException {

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem what is missing
	 * @param remedy what to do about it
	 */
	public RegistrationImpossibleException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	/**
	 * What to do about it.
	 * @return full sentences
	 */
	public String remedy() {
		return this.remedy;
	}

}
