package io.mcp.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Makes a Spring Boot application part of the registry: it registers itself once it is
 * ready, finds other services, and leaves before its web server drains.
 * <p>
 * The annotation on any configuration class is enough; the registry is then expected at
 * {@code http://localhost:6270} unless {@code mcp.discovery.server-addresses} says
 * otherwise. Setting that property switches discovery on without the annotation, and
 * {@code mcp.discovery.enabled=false} switches everything off.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(EnableMcpDiscoveryRegistrar.class)
public @interface EnableMcpDiscovery {

	/**
	 * Whether the application registers itself. One {@code false} among several
	 * annotations makes it a pure consumer, and so does
	 * {@code mcp.discovery.registration.enabled=false}.
	 */
	boolean register() default true;

}
