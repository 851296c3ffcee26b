package io.mcp.discovery.snapshot;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mcp.protocol.ServiceInstances;

/**
 * One service's list and how far it can be trusted.
 *
 * @param confirmedAt when the registry last said that the list is right
 * @param list the list
 */
public record KnownList(@JsonProperty("confirmed_at") Instant confirmedAt,
		@JsonProperty("list") ServiceInstances list) {

	/**
	 * How old the list is.
	 * @param now the present
	 * @return zero where the clock was set back since
	 */
	public Duration age(Instant now) {
		return now.isAfter(this.confirmedAt) ? Duration.between(this.confirmedAt, now) : Duration.ZERO;
	}

}
