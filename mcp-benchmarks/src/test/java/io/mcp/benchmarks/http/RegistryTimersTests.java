package io.mcp.benchmarks.http;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryTimersTests {

	@Test
	void addsUpAllReplicasSinceTheReadingBefore() {
		RegistryTimers before = RegistryTimers.of(List.of("""
				# TYPE mcp_registry_change_pushed_seconds summary
				mcp_registry_change_pushed_seconds_count 10
				mcp_registry_change_pushed_seconds_sum 1.0
				mcp_registry_drain_seconds_count 3
				mcp_registry_drain_seconds_sum 1.0
				"""));
		RegistryTimers after = RegistryTimers.of(List.of("""
				mcp_registry_change_pushed_seconds_count{replica="a"} 20
				mcp_registry_change_pushed_seconds_sum{replica="a"} 1.05
				mcp_registry_change_pushed_seconds_max{replica="a"} 0.9
				mcp_registry_drain_seconds_count 3
				mcp_registry_drain_seconds_sum 1.0
				http_server_requests_seconds_count 5
				""", """
				mcp_registry_change_pushed_seconds_count{replica="b"} 1.0E1
				mcp_registry_change_pushed_seconds_sum{replica="b"} 0.05
				"""));
		assertThat(after.since(before)).containsOnlyKeys("mcp_registry_change_pushed")
			.containsValue("mean 5.00 ms of 20");
	}

}
