package io.mcp.spring.registration;

import java.time.Duration;

import io.mcp.spring.InvalidDiscoveryPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this application leaves.
 *
 * @param drainTimeout Longest time to wait at shutdown until no caller uses this instance
 * any more and it is off the list. The web server stops afterwards. With 0 nobody is
 * asked to acknowledge.
 */
@ConfigurationProperties("mcp.discovery.shutdown")
public record DiscoveryShutdownProperties(@DefaultValue("3s") Duration drainTimeout) {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	public DiscoveryShutdownProperties {
		if (drainTimeout.isNegative() || drainTimeout.compareTo(LONGEST) > 0) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.shutdown.drain-timeout", drainTimeout.toString(),
					"a duration from 0 to " + LONGEST.toSeconds() + "s");
		}
	}

}
