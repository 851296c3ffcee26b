package io.mcp.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches where discovery was asked for, by {@link EnableMcpDiscovery} or by
 * {@code mcp.discovery.server-addresses}, and {@code mcp.discovery.enabled} is not
 * {@code false}. For auto-configurations only: it looks for a bean.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnMcpDiscoveryCondition.class)
public @interface ConditionalOnMcpDiscovery {

}
