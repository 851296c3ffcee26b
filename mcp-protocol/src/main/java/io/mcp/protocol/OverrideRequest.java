package io.mcp.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT …/override}.
 *
 * @param status what wins over the instance's own word
 * @param reason why, for those who wonder later
 * @param expiresIn seconds until it ends by itself; {@code null} keeps it until it is
 * removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OverrideRequest(@JsonProperty("status") Status status, @JsonProperty("reason") @Nullable String reason,
		@JsonProperty("expires_in") @Nullable Integer expiresIn) {

}
