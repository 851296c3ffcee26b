package io.mcp.registry.http;

import java.io.IOException;

import io.mcp.registry.http.BadInputs.BadInput;
import io.mcp.registry.http.RawHttp.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class BadInputsTests extends HttpApiTests {

	@BeforeEach
	void registerTheHolder() throws IOException {
		assertThat(register(BadInputs.HELD).status()).isEqualTo(201);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.mcp.registry.http.BadInputs#all")
	void isRefusedWithAProblemThatNamesTheField(BadInput input) throws IOException {
		Response response;
		try (RawHttp http = new RawHttp(this.port)) {
			response = http.exchange(input.method(), input.path(), input.headers(), input.body());
		}
		assertThat(response.status()).as("%s", response).isEqualTo(input.status());
		assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(response.json().path("status").intValue()).isEqualTo(input.status());
		assertThat(response.json().path("type").asString()).startsWith("urn:mcp:problem:");
		assertThat(response.json().path("title").asString()).isNotBlank();
		assertThat(response.json().path("detail").asString()).isNotBlank();
		assertThat(response.text()).doesNotContain("Exception", "tools.jackson", "java.", "\tat ");
		if (input.field() != null) {
			assertThat(response.json().path("errors").findValuesAsString("field")).as("%s", response)
				.containsExactly(input.field());
		}
		assertThat(get("/v1/services/held/instances/held-1").status()).isEqualTo(200);
	}

}
