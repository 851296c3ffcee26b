package io.mcp.registry.http;

import java.math.BigDecimal;
import java.util.List;

import io.mcp.protocol.Limits;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The OpenAPI document: what the controllers say of themselves, completed with what holds
 * for every call, so that they need not repeat it.
 */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

	static final String LIMIT = "#/components/parameters/limit";

	static final String ANY_HEALTH = "#/components/parameters/health";

	static final String ANY_STATUS = "#/components/parameters/status";

	static final String METADATA = "#/components/parameters/metadata";

	private static final String STALE = "#/components/headers/" + LoadedView.STALE;

	private static final String RESPONSES = "#/components/responses/";

	private static final List<ProblemKind> COMMON = List.of(ProblemKind.INVALID_REQUEST, ProblemKind.NOT_ACCEPTABLE,
			ProblemKind.REQUEST_TIMEOUT, ProblemKind.CONTENT_TOO_LARGE, ProblemKind.UNSUPPORTED_MEDIA_TYPE,
			ProblemKind.INTERNAL, ProblemKind.UNAVAILABLE);

	private static final String NAMESPACE = "#/components/parameters/namespace";

	@Bean
	OpenAPI apiDescription() {
		return new OpenAPI().info(new Info().title("MCP registry")
			.version("v1")
			.description("Registration and discovery of services: the Microservice Communication Protocol over HTTP. "
					+ "Every error is a problem document (RFC 9457).")
			.license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
			.servers(List.of(new Server().url("/")))
			.components(components());
	}

	@Bean
	OpenApiCustomizer apiCompletion() {
		return (document) -> {
			new ApiSchemas(document.getComponents()).complete();
			document.getPaths().values().forEach((path) -> path.readOperationsMap().forEach(ApiDocument::complete));
		};
	}

	private static Components components() {
		Components components = new Components();
		COMMON.forEach((kind) -> components.addResponses(nameOf(kind), response(kind)));
		return components
			.addParameters("namespace",
					query("namespace",
							new StringSchema()._default(Limits.DEFAULT_NAMESPACE)
								.pattern(ApiSchemas.pattern(Limits.NAME)),
							"What isolates services of the same name"))
			.addParameters("limit",
					query("limit",
							new IntegerSchema()._default(100).minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(1000)),
							"How many at the most"))
			.addParameters("health",
					query("health", new StringSchema().addEnumItem("any"),
							"any: also those that callers should not use"))
			.addParameters("status",
					query("status", new StringSchema().addEnumItem("any"), "any: also those that are not UP"))
			.addParameters("metadata",
					query("metadata.KEY", new StringSchema(), "The value of KEY; for each entry that must be there"))
			.addHeaders(LoadedView.STALE,
					header("Seconds for which the store has not confirmed this answer; absent while it does",
							new IntegerSchema()));
	}

	private static void complete(HttpMethod method, Operation operation) {
		operation.addParametersItem(new Parameter().$ref(NAMESPACE));
		ApiResponses responses = operation.getResponses();
		responses.forEach((status, response) -> complete(method, status, response));
		common(responses, ProblemKind.INVALID_REQUEST);
		if (!responses.containsKey("204")) {
			common(responses, ProblemKind.NOT_ACCEPTABLE);
		}
		if (operation.getRequestBody() != null) {
			common(responses, ProblemKind.REQUEST_TIMEOUT);
			common(responses, ProblemKind.CONTENT_TOO_LARGE);
			common(responses, ProblemKind.UNSUPPORTED_MEDIA_TYPE);
		}
		common(responses, ProblemKind.INTERNAL);
		common(responses, ProblemKind.UNAVAILABLE);
	}

	private static void complete(HttpMethod method, String status, ApiResponse response) {
		switch (status) {
			case "200" -> {
				if (method == HttpMethod.GET) {
					response.addHeaderObject(LoadedView.STALE, new Header().$ref(STALE));
				}
			}
			case "201" -> response.addHeaderObject("Location", header("Path of the instance", new StringSchema()));
			case "204" -> response.content(null);
			case "304" ->
				response.content(null).addHeaderObject("ETag", header("As in If-None-Match", new StringSchema()));
			case "429" -> response.content(problem()).addHeaderObject("Retry-After", retryAfter());
			default -> response.content(problem());
		}
	}

	private static void common(ApiResponses responses, ProblemKind kind) {
		responses.addApiResponse(Integer.toString(kind.status().value()),
				new ApiResponse().$ref(RESPONSES + nameOf(kind)));
	}

	private static ApiResponse response(ProblemKind kind) {
		ApiResponse response = new ApiResponse().description(kind.title()).content(problem());
		if (kind == ProblemKind.UNAVAILABLE) {
			response.addHeaderObject("Retry-After", retryAfter());
		}
		return response;
	}

	private static Header retryAfter() {
		return header("Seconds after which to try again", new IntegerSchema());
	}

	private static Content problem() {
		return new Content().addMediaType("application/problem+json",
				new MediaType().schema(new Schema<>().$ref(ApiSchemas.PROBLEM)));
	}

	private static String nameOf(ProblemKind kind) {
		return kind.type().substring(kind.type().lastIndexOf(':') + 1);
	}

	private static Parameter query(String name, Schema<?> schema, String description) {
		return new QueryParameter().name(name).schema(schema).description(description);
	}

	private static Header header(String description, Schema<?> schema) {
		return new Header().description(description).schema(schema);
	}

}
