package io.mcp.spring;

import io.mcp.discovery.balance.BalancingStrategy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How calls are spread over a service's instances.
 *
 * @param strategy Rule by which the next instance is picked.
 */
@ConfigurationProperties("mcp.discovery.load-balancer")
public record LoadBalancerProperties(@DefaultValue("round_robin") BalancingStrategy strategy) {

}
