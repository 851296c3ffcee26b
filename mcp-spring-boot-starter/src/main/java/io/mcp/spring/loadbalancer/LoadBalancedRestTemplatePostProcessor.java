package io.mcp.spring.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.mcp.spring.McpLoadBalanced;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestTemplate;

/**
 * Gives each {@link McpLoadBalanced} {@link RestTemplate} its interceptor as soon as the
 * bean exists, so that whoever gets it injected early can call services already in its
 * own initialization. The interceptor comes after those that are there, closest to the
 * connection.
 */
final class LoadBalancedRestTemplatePostProcessor implements BeanPostProcessor {

	private final ListableBeanFactory beans;

	private final Supplier<ClientHttpRequestInterceptor> interceptor;

	LoadBalancedRestTemplatePostProcessor(ListableBeanFactory beans,
			Supplier<ClientHttpRequestInterceptor> interceptor) {
		this.beans = beans;
		this.interceptor = interceptor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RestTemplate restTemplate && isLoadBalanced(beanName)) {
			List<ClientHttpRequestInterceptor> interceptors = new ArrayList<>(restTemplate.getInterceptors());
			interceptors.add(this.interceptor.get());
			restTemplate.setInterceptors(interceptors);
		}
		return bean;
	}

	private boolean isLoadBalanced(String beanName) {
		return this.beans.containsBean(beanName)
				&& this.beans.findAnnotationOnBean(beanName, McpLoadBalanced.class) != null;
	}

}
