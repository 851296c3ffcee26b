package io.mcp.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The consumer is started again while nobody is there whom it could ask. */
@ExtendWith(OutputCaptureExtension.class)
class RestartWithoutRegistryTests {

	private final List<HttpServer> servers = new ArrayList<>();

	@TempDir
	private Path folder;

	@AfterEach
	void stopServers() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@Test
	void callsGoToTheInstancesOfTheRunBefore(CapturedOutput output) throws IOException {
		int provider = port(serving("""
				{"service":"user-service","instance_id":"users-1","host":"127.0.0.1","port":1}"""));
		HttpServer registry = serving("""
				{"namespace":"default","service_name":"user-service","revision":7,"instances":[
				 {"instance_id":"users-1","service_name":"user-service","host":"127.0.0.1","port":%d,"secure":false,
				  "status":"UP","health":"HEALTHY","weight":100,"tags":[],"metadata":{},
				  "registered_at":"2026-01-02T03:04:05Z","revision":7}]}""".formatted(provider));
		assertThat(callReport(port(registry))).isEqualTo("{\"calls\":4,\"failed\":0,\"by_instance\":{\"users-1\":4}}");
		registry.stop(0);
		assertThat(callReport(port(registry))).isEqualTo("{\"calls\":4,\"failed\":0,\"by_instance\":{\"users-1\":4}}");
		assertThat(output.toString().lines().filter((line) -> line.contains("callers get the snapshot")))
			.singleElement()
			.asString()
			.containsPattern("WARN.*: 1 services with 1 instances, up to \\d+ s old");
	}

	private String callReport(int registryPort) {
		try (ConfigurableApplicationContext consumer = SpringApplication.run(SampleServiceApplication.class,
				"--server.port=0", "--spring.application.name=order-service",
				"--mcp.discovery.registration.enabled=false",
				"--mcp.discovery.server-addresses=http://127.0.0.1:" + registryPort,
				"--mcp.discovery.client.snapshot.directory=" + this.folder.resolve("lists"))) {
			return String.valueOf(
					RestClient.create("http://127.0.0.1:" + consumer.getEnvironment().getProperty("local.server.port"))
						.get()
						.uri("/call/user-service?times=4")
						.retrieve()
						.body(String.class));
		}
	}

	private HttpServer serving(String json) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/v1/watch", (exchange) -> {
			try (exchange) {
				exchange.sendResponseHeaders(404, -1);
			}
		});
		server.createContext("/", (exchange) -> {
			try (exchange) {
				byte[] body = json.getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
			}
		});
		server.start();
		this.servers.add(server);
		return server;
	}

	private static int port(HttpServer server) {
		return server.getAddress().getPort();
	}

}
