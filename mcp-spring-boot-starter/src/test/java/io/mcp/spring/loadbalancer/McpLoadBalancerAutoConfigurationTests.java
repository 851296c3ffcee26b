package io.mcp.spring.loadbalancer;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.NoInstanceException;
import io.mcp.spring.EnableMcpDiscovery;
import io.mcp.spring.McpDiscoveryAutoConfiguration;
import io.mcp.spring.McpLoadBalanced;
import io.mcp.spring.ScriptedDiscovery;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class McpLoadBalancerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, McpLoadBalancerAutoConfiguration.class))
		.withBean(McpDiscovery.class, ScriptedDiscovery::new)
		.withUserConfiguration(TwoRestTemplates.class);

	@Test
	void onlyTheMarkedRestTemplateIsBalanced() {
		this.runner.run((context) -> {
			assertThat(context.getBean("marked", RestTemplate.class).getInterceptors()).last()
				.isInstanceOf(LoadBalancedInterceptor.class);
			assertThat(context.getBean("plain", RestTemplate.class).getInterceptors()).isEmpty();
		});
	}

	@Test
	void markedInjectionPointGetsTheMarkedRestTemplate() {
		this.runner.withUserConfiguration(Caller.class)
			.run((context) -> assertThat(context.getBean(Caller.class).restTemplate)
				.isSameAs(context.getBean("marked")));
	}

	@Test
	void beanThatCallsDuringItsOwnInitializationIsBalancedAlready() {
		this.runner.withUserConfiguration(EarlyCaller.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoInstanceException.class)
				.rootCause()
				.hasMessageContaining("'billing'"));
	}

	@Test
	void propertySwitchesRetriesOff() {
		this.runner.withPropertyValues("mcp.discovery.retry.enabled=false")
			.run((context) -> assertThat(context.getBean(RetryProperties.class).enabled()).isFalse());
	}

	@Test
	void doesNothingWhereDiscoveryIsSwitchedOff() {
		this.runner.withPropertyValues("mcp.discovery.enabled=false")
			.run((context) -> assertThat(context.getBean("marked", RestTemplate.class).getInterceptors()).isEmpty());
	}

	@Test
	void givesWayToTheApplicationsOwnInterceptor() {
		ClientHttpRequestInterceptor own = (request, body, execution) -> execution.execute(request, body);
		this.runner.withBean("mcpLoadBalancedInterceptor", ClientHttpRequestInterceptor.class, () -> own)
			.run((context) -> assertThat(context.getBean("marked", RestTemplate.class).getInterceptors())
				.containsExactly(own));
	}

	@Test
	void doesNothingWithoutRestTemplate() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(McpDiscoveryAutoConfiguration.class, McpLoadBalancerAutoConfiguration.class))
			.withBean(McpDiscovery.class, ScriptedDiscovery::new)
			.withPropertyValues("mcp.discovery.server-addresses=http://localhost:1")
			.withClassLoader(new FilteredClassLoader(RestTemplate.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mcpLoadBalancedInterceptor"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMcpDiscovery
	static class TwoRestTemplates {

		@Bean
		@McpLoadBalanced
		RestTemplate marked() {
			return new RestTemplate();
		}

		@Bean
		RestTemplate plain() {
			return new RestTemplate();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Caller {

		private final RestTemplate restTemplate;

		Caller(@McpLoadBalanced RestTemplate restTemplate) {
			this.restTemplate = restTemplate;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyCaller {

		@Bean
		InitializingBean earlyCall(@McpLoadBalanced RestTemplate restTemplate) {
			return () -> restTemplate.getForObject("http://billing/x", String.class);
		}

	}

}
