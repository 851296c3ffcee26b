package io.mcp.registry.ring;

import io.mcp.registry.McpRegistryApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** A registry that cannot use the Redis it was given ends, and says what to set. */
@ExtendWith(OutputCaptureExtension.class)
class MasterReplicaTests {

	@Test
	void refusesAFixedListOfAMasterAndItsReplicas(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(McpRegistryApplication.class).web(WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false",
						"spring.data.redis.masterreplica.nodes=127.0.0.1:1,127.0.0.1:2")
				.run()
				.close());
		assertThat(output).contains("APPLICATION FAILED TO START", "spring.data.redis.masterreplica.* is set",
				"spring.data.redis.sentinel.*", "spring.data.redis.cluster.nodes", "spring.data.redis.host");
	}

}
