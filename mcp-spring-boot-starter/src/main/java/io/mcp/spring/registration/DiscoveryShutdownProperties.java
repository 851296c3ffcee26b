package io.mcp.spring.registration;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this application leaves.
 *
 * @param drainTimeout Longest time to wait at shutdown for the registry to confirm that
 * this instance is off the list. The web server drains afterwards.
 */
@ConfigurationProperties("mcp.discovery.shutdown")
public record DiscoveryShutdownProperties(@DefaultValue("3s") Duration drainTimeout) {

}
