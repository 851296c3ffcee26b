package io.mcp.registry.lease;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What happens around the end of a lease.
 *
 * @param retention How long an instance stays visible as FAILED after its lease ended.
 */
@ConfigurationProperties("mcp.registry.lease")
record LeaseProperties(@DefaultValue("5m") Duration retention) {

	LeaseProperties {
		if (retention.isNegative()) {
			throw new IllegalArgumentException(
					"mcp.registry.lease.retention: " + retention + " (expected: zero or longer)");
		}
	}

}
