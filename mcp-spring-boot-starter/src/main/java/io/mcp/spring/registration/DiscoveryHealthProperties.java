package io.mcp.spring.registration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this application declares about its health.
 *
 * @param enabled Whether the registry is told when the application's readiness changes.
 */
@ConfigurationProperties("mcp.discovery.health")
public record DiscoveryHealthProperties(@DefaultValue("true") boolean enabled) {

}
