package io.mcp.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a property value that cannot work. */
final class InvalidDiscoveryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDiscoveryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDiscoveryPropertyException cause) {
		return new FailureAnalysis(
				"The property '%s' has the value '%s'. Expected: %s.".formatted(cause.property(), cause.value(),
						cause.expected()),
				"Correct '%s', or remove it to get its default.".formatted(cause.property()), cause);
	}

}
