package io.mcp.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/watch/acknowledgements}: a subscriber no longer uses what
 * was true before that revision. Due for each {@link Change} that asks for it, and for
 * each snapshot of a watch that holds a {@link Status#DRAINING} instance.
 *
 * @param watchId the stream's {@link Watch#ID_HEADER}
 * @param namespace namespace of the service; {@code null} means the default one
 * @param serviceName the service
 * @param revision the revision up to which everything was applied
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Acknowledgement(@JsonProperty("watch_id") String watchId,
		@JsonProperty("namespace") @Nullable String namespace, @JsonProperty("service_name") String serviceName,
		@JsonProperty("revision") long revision) {

}
