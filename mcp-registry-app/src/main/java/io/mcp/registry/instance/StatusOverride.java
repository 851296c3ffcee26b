package io.mcp.registry.instance;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word over an instance's own. Kept apart from the lease: it survives
 * heartbeats and new registrations, and wins until it is removed or has expired.
 *
 * @param status what wins
 * @param reason why
 * @param since when it was set
 * @param expiresAtMs when it ends by itself, in milliseconds since 1970 by the store's
 * clock; {@code null} where it stays
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusOverride(@JsonProperty("status") Status status, @JsonProperty("reason") @Nullable String reason,
		@JsonProperty("since") Instant since, @JsonProperty("expires_at_ms") @Nullable Long expiresAtMs) {

	/** When it ends by itself; {@code null} where it stays. */
	public @Nullable Instant expiresAt() {
		return (this.expiresAtMs != null) ? Instant.ofEpochMilli(this.expiresAtMs) : null;
	}

}
