package io.mcp.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * On a {@code RestTemplate} bean: the host of a request's URL is the name of a service,
 * and the request goes to one of its instances. On an injection point: that bean rather
 * than a plain one.
 *
 * <pre class="code">
 * &#064;Bean
 * &#064;McpLoadBalanced
 * RestTemplate restTemplate(RestTemplateBuilder builder) {
 *     return builder.build();
 * }
 * </pre>
 *
 * A port in the URL is replaced by the instance's; {@code http} becomes {@code https} for
 * an instance that registered as secure, and {@code https} never becomes {@code http}. A
 * request whose connection could not be opened is sent to another instance.
 */
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Qualifier
public @interface McpLoadBalanced {

}
