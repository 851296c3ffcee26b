package io.mcp.registry.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.mcp.registry.http.RawHttp.Response;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiDocumentTests extends HttpApiTests {

	private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");

	/** Run with {@code -Dupdate} to write the file anew. */
	@Test
	void isTheOneThatIsCommitted() throws IOException {
		String served = pretty(get("/v3/api-docs").json());
		if (System.getProperty("update") != null) {
			Files.writeString(COMMITTED, served);
		}
		assertThat(COMMITTED).content().isEqualTo(served);
	}

	@Test
	void isTheSameInEveryLanguage() throws IOException {
		JsonNode english = get("/v3/api-docs").json();
		Response german = call("GET", "/v3/api-docs", Map.of("Accept-Language", "de"));
		assertThat(german.json()).isEqualTo(english);
	}

	@Test
	void describesEveryErrorOfEveryCallAsAProblem() throws IOException {
		JsonNode document = get("/v3/api-docs").json();
		assertThat(document.path("paths").size()).isEqualTo(12);
		document.path("paths").forEach((path) -> path.forEach((call) -> {
			assertThat(call.path("responses").propertyNames()).as("%s", call.path("operationId"))
				.contains("400", "500", "503");
			call.path("responses").forEachEntry((status, response) -> {
				JsonNode resolved = response.has("$ref") ? document.at(response.path("$ref").asString().substring(1))
						: response;
				if (status.compareTo("400") >= 0) {
					assertThat(resolved.path("content").propertyNames()).containsExactly("application/problem+json");
				}
			});
		}));
	}

	private static String pretty(JsonNode document) {
		DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
		return JsonMapper.builder()
			.build()
			.writer()
			.with(new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter))
			.writeValueAsString(document) + '\n';
	}

}
