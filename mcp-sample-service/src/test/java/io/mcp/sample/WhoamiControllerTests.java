package io.mcp.sample;

import java.util.Optional;

import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.spring.registration.McpRegistration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResultAssert;

import static org.assertj.core.api.Assertions.assertThat;

class WhoamiControllerTests {

	@Test
	void tellsWhatTheRegistryLists() {
		RegistrationState state = new RegistrationState(Phase.REGISTERED, null, "user-service", "users-1", "lease-1",
				null, 0, null, null);

		whoami(state).bodyJson().isStrictlyEqualTo("""
				{"service":"user-service","instance_id":"users-1","host":"10.0.0.7","port":8081}""");
	}

	@Test
	void foretellsItsDefaultIdBeforeTheRegistryAnswered() {
		RegistrationState state = new RegistrationState(Phase.REGISTERING, null, "user-service", null, null, null, 3,
				"Connection refused", null);

		whoami(state).bodyJson().extractingPath("$.instance_id").isEqualTo("user-service:10.0.0.7:8081");
	}

	private static MvcTestResultAssert whoami(RegistrationState state) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("registration", new Registered(state));
		WhoamiController controller = new WhoamiController("configured-name",
				beans.getBeanProvider(McpRegistration.class));
		return assertThat(MockMvcTester.of(controller).get().uri("/whoami")).hasStatusOk();
	}

	private record Registered(RegistrationState state) implements McpRegistration {

		@Override
		public Optional<ChosenAddress> address() {
			return Optional.of(new ChosenAddress("10.0.0.7", "a test"));
		}

		@Override
		public Optional<Integer> port() {
			return Optional.of(8081);
		}

	}

}
