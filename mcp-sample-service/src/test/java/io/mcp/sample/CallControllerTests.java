package io.mcp.sample;

import java.net.ConnectException;
import java.net.URI;

import io.mcp.discovery.NoInstanceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.ExpectedCount;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.ResponseActions;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withException;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withServerError;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

class CallControllerTests {

	private final RestTemplate restTemplate = new RestTemplate();

	private final MockRestServiceServer users = MockRestServiceServer.bindTo(this.restTemplate)
		.ignoreExpectOrder(true)
		.build();

	private final MockMvcTester mvc = MockMvcTester.of(new CallController(this.restTemplate));

	@Test
	void countsTheAnswersOfEachInstance() {
		expect(3).andRespond(withSuccess(whoami("users-1"), MediaType.APPLICATION_JSON));
		expect(2).andRespond(withSuccess(whoami("users-2"), MediaType.APPLICATION_JSON));

		assertThat(this.mvc.get().uri("/call/users?times=5")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{'calls':5,'failed':0,'by_instance':{'users-1':3,'users-2':2}}".replace('\'', '"'));
		this.users.verify();
	}

	@Test
	void callsOnceUnlessToldOtherwise() {
		expect(1).andRespond(withSuccess(whoami("users-1"), MediaType.APPLICATION_JSON));

		assertThat(this.mvc.get().uri("/call/users")).bodyJson().extractingPath("$.calls").isEqualTo(1);
	}

	@Test
	void tellsEachReasonOfFailureOnce() {
		expect(2).andRespond(withServerError());
		expect(1).andRespond(withException(new ConnectException("refused")));
		expect(1).andRespond(withSuccess(whoami("users-1"), MediaType.APPLICATION_JSON));

		assertThat(this.mvc.get().uri("/call/users?times=4")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.failed").isEqualTo(3);
			json.assertThat().extractingPath("$.by_instance.users-1").isEqualTo(1);
			json.assertThat().extractingPath("$.errors").asArray().hasSize(2);
		});
	}

	@Test
	void reportsAServiceWithoutInstancesAsFailures() {
		expect(2).andRespond((request) -> {
			throw new NoInstanceException("users", "No live instance of 'users'");
		});

		assertThat(this.mvc.get().uri("/call/users?times=2")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{'calls':2,'failed':2,'by_instance':{},'errors':[\"No live instance of 'users'\"]}"
				.replaceAll("'(\\w+)':", "\"$1\":"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "10001", "many" })
	void refusesANumberOfCallsOutOfBounds(String times) {
		assertThat(this.mvc.get().uri("/call/users?times={times}", times)).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-users", "user service", "users:80", "users@elsewhere" })
	void refusesANameThatNoServiceCanHave(String service) {
		assertThat(this.mvc.get().uri("/call/{service}", service)).hasStatus(HttpStatus.BAD_REQUEST);
	}

	private ResponseActions expect(int times) {
		return this.users.expect(ExpectedCount.times(times), requestTo(URI.create("http://users/whoami")));
	}

	private static String whoami(String instanceId) {
		return """
				{"service":"users","instance_id":"%s","host":"10.0.0.1","port":8081}""".formatted(instanceId);
	}

}
