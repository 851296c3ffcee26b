package io.mcp.registry.http;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryControllerTests extends HttpApiTests {

	@Test
	void pagesThroughTheChangesOfANamespace() throws IOException {
		for (int number = 1; number <= 3; number++) {
			register("{\"service_name\":\"a\",\"host\":\"h\",\"port\":" + number + "}");
		}
		send("POST", "/v1/register?namespace=blue", CLASSIC);
		JsonNode first = get("/v1/changes?limit=2").json();
		assertThat(first.path("changes").findValuesAsString("type")).containsExactly("registered", "registered");
		assertThat(first.path("truncated").booleanValue()).isFalse();
		JsonNode rest = get("/v1/changes?after=2").json();
		assertThat(rest.path("changes").size()).isOne();
		assertThat(rest.path("changes").get(0).path("instance").path("port").intValue()).isEqualTo(3);
		assertThat(get("/v1/changes?namespace=blue").json().path("changes").size()).isOne();
	}

}
