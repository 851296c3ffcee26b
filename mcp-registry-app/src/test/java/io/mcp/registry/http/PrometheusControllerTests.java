package io.mcp.registry.http;

import java.io.IOException;
import java.time.Instant;

import io.mcp.registry.http.RawHttp.Response;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.ServiceKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class PrometheusControllerTests extends HttpApiTests {

	@Test
	void noInstancesAreAnEmptyList() throws IOException {
		Response response = get("/v1/sd/prometheus");
		assertThat(response.text()).isEqualTo("[]");
		assertThat(response.headers()).containsEntry("content-type", "application/json");
	}

	@Test
	void labelsEachInstance() throws IOException {
		register("""
				{"service_name":"Orders","host":"2001:db8::7","port":443,"secure":true,"zone":"z","version":"2",
				 "tags":["a","b"],"instance_id":"o-1","metadata":{"my.key-1":"v","my_key_1":"loses"}}""");
		assertThat(get("/v1/sd/prometheus").text()).isEqualTo("""
				[{"targets":["[2001:db8::7]:443"],"labels":{"__meta_mcp_health":"HEALTHY",\
				"__meta_mcp_instance_id":"o-1","__meta_mcp_metadata_my_key_1":"v","__meta_mcp_namespace":"default",\
				"__meta_mcp_secure":"true","__meta_mcp_service":"Orders","__meta_mcp_status":"UP",\
				"__meta_mcp_tags":",a,b,","__meta_mcp_version":"2","__meta_mcp_zone":"z","__scheme__":"https"}}]""");
	}

	@Test
	void showsFailedInstancesSoThatTheyCanBeMissed() throws IOException {
		register(CLASSIC);
		Instance instance = this.registry.service(new ServiceKey("default", "user-service"))
			.orElseThrow()
			.instances()
			.get(0);
		this.registry.replace(instance.failed(Instant.EPOCH));
		JsonNode targets = get("/v1/sd/prometheus").json();
		assertThat(targets.get(0).path("labels").path("__meta_mcp_health").asString()).isEqualTo("FAILED");
	}

	@Test
	void showsInstancesThatAreNotUpOnRequest() throws IOException {
		register(CLASSIC.replace("\"ttl\":30", "\"status\":\"STARTING\""));
		assertThat(get("/v1/sd/prometheus").json().size()).isZero();
		assertThat(get("/v1/sd/prometheus?status=any").json().size()).isOne();
	}

	@Test
	void goesThroughEveryPageOfServices() throws IOException {
		for (int number = 0; number < 250; number++) {
			register("{\"service_name\":\"s" + number + "\",\"host\":\"h\",\"port\":1}");
		}
		assertThat(get("/v1/sd/prometheus").json().size()).isEqualTo(250);
		assertThat(get("/v1/sd/prometheus?namespace=blue").json().size()).isZero();
	}

}
