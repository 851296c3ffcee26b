package io.mcp.spring.loadbalancer;

import io.mcp.discovery.McpDiscovery;
import io.mcp.spring.ConditionalOnMcpDiscovery;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.mcp.spring.McpLoadBalanced;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestTemplate;

/** Lets {@link McpLoadBalanced} HTTP clients call services by name. */
@AutoConfiguration(after = McpDiscoveryAutoConfiguration.class)
@ConditionalOnMcpDiscovery
@ConditionalOnBean(McpDiscovery.class)
public final class McpLoadBalancerAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestTemplate.class)
	@EnableConfigurationProperties(RetryProperties.class)
	static class RestTemplateConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "mcpLoadBalancedInterceptor")
		ClientHttpRequestInterceptor mcpLoadBalancedInterceptor(ObjectProvider<McpDiscovery> discovery,
				RetryProperties retry) {
			return new LoadBalancedInterceptor(SingletonSupplier.of(discovery::getObject), retry);
		}

		@Bean
		@ConditionalOnMissingBean
		static LoadBalancedRestTemplatePostProcessor mcpLoadBalancedRestTemplatePostProcessor(
				ListableBeanFactory beans) {
			return new LoadBalancedRestTemplatePostProcessor(beans,
					() -> beans.getBean("mcpLoadBalancedInterceptor", ClientHttpRequestInterceptor.class));
		}

	}

}
