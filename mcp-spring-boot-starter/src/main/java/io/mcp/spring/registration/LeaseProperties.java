package io.mcp.spring.registration;

import java.time.Duration;

import io.mcp.protocol.Limits;
import io.mcp.spring.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the registry trusts this application without hearing from it.
 *
 * @param ttl Time after the last heartbeat at which this instance is off the list.
 * @param renewInterval Time between two heartbeats. A third of the ttl where it is not
 * set.
 */
@ConfigurationProperties("mcp.discovery.lease")
public record LeaseProperties(@DefaultValue("15s") Duration ttl, @Nullable Duration renewInterval) {

	public LeaseProperties {
		if (ttl.toSeconds() < Limits.MIN_TTL || ttl.toSeconds() > Limits.MAX_TTL || ttl.getNano() != 0) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.lease.ttl", ttl.toString(),
					"whole seconds, from %d to %d".formatted(Limits.MIN_TTL, Limits.MAX_TTL));
		}
		if (renewInterval != null
				&& (renewInterval.isNegative() || renewInterval.isZero() || renewInterval.compareTo(ttl) >= 0)) {
			throw new InvalidDiscoveryPropertyException("mcp.discovery.lease.renew-interval", renewInterval.toString(),
					"a duration longer than zero and shorter than the ttl of " + ttl.toSeconds() + "s");
		}
	}

	/** The configured interval, or a third of the ttl. */
	public Duration effectiveRenewInterval() {
		return (this.renewInterval != null) ? this.renewInterval : this.ttl.dividedBy(3);
	}

}
