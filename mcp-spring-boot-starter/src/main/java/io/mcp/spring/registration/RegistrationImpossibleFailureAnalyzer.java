package io.mcp.spring.registration;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what a registration lacks. */
final class RegistrationImpossibleFailureAnalyzer extends AbstractFailureAnalyzer<RegistrationImpossibleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RegistrationImpossibleException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
	}

}
