package io.mcp.spring;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Leaves marker beans behind, because auto-configurations are judged after the
 * application's own classes but cannot see their annotations.
 */
final class EnableMcpDiscoveryRegistrar implements ImportBeanDefinitionRegistrar {

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
		mark(registry, DiscoveryRequested.class);
		if (!importingClass.getAnnotations().get(EnableMcpDiscovery.class).getBoolean("register")) {
			mark(registry, ConsumerOnly.class);
		}
	}

	private static void mark(BeanDefinitionRegistry registry, Class<?> marker) {
		if (!registry.containsBeanDefinition(marker.getName())) {
			registry.registerBeanDefinition(marker.getName(), new RootBeanDefinition(marker));
		}
	}

	/** The annotation is there. */
	static final class DiscoveryRequested {

	}

}
