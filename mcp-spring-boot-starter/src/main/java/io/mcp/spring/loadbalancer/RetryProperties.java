package io.mcp.spring.loadbalancer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What happens to a call that failed.
 *
 * @param enabled Whether a call goes to another instance when no connection to the first
 * came about.
 */
@ConfigurationProperties("mcp.discovery.retry")
public record RetryProperties(@DefaultValue("true") boolean enabled) {

}
