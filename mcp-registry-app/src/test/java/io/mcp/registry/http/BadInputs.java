package io.mcp.registry.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a registry must refuse, with the right status and a problem document that names
 * the field, whatever registry stands behind the HTTP API.
 */
public final class BadInputs {

	/** Must be registered, and alive, while the inputs are tried. */
	public static final String HELD = """
			{"service_name":"held","instance_id":"held-1","host":"10.0.0.1","port":8080,"ttl":3600}""";

	private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

	private static final String HELD_PATH = "/v1/services/held/instances/held-1";

	private final List<BadInput> inputs = new ArrayList<>();

	private BadInputs() {
	}

	/** All of them. */
	public static Stream<BadInput> all() {
		BadInputs all = new BadInputs();
		all.bodies();
		all.registrations();
		all.healthChecks();
		all.names();
		all.leases();
		all.batches();
		all.patches();
		all.overrides();
		all.queries();
		all.watches();
		all.pathsAndMethods();
		all.almostHttp();
		return all.inputs.stream();
	}

	private void bodies() {
		register("no body", "", 400, "body");
		register("white space for a body", " \n ", 400, "body");
		register("invalid JSON", "{\"service_name\": }", 400, "body");
		register("JSON that ends early", "{\"service_name\":\"a\"", 400, "body");
		register("something behind the JSON", classic() + "}", 400, "body");
		register("a list for a body", "[]", 400, "body");
		register("a string for a body", "\"a\"", 400, "body");
		register("null for a body", "null", 400, "body");
		register("JSON nested too deeply", "[".repeat(30_000), 400, "body");
		register("a number of too many digits", with("port", "1".repeat(5000)), 400, "body");
		add("bytes that are not UTF-8", "POST", "/v1/register", JSON, new byte[] { '{', '"', (byte) 0xC3, '"', '}' },
				400, "body");
		add("a body of 10 MB", "POST", "/v1/register", JSON, new byte[10 * 1024 * 1024], 413, "body");
		register("a body one byte too long", " ".repeat(64 * 1024 + 1 - classic().length()) + classic(), 413, "body");
		add("a batch of more than 1 MiB", "POST", "/v1/heartbeats", JSON, new byte[1024 * 1024 + 1], 413, "body");
		add("a form", "POST", "/v1/register", Map.of("Content-Type", "application/x-www-form-urlencoded"),
				bytes(classic()), 415, "Content-Type");
		add("XML", "POST", "/v1/register", Map.of("Content-Type", "application/xml"), bytes("<a/>"), 415,
				"Content-Type");
		add("a content type that is none", "POST", "/v1/register", Map.of("Content-Type", ";;"), bytes(classic()), 415,
				"Content-Type");
		add("another charset", "POST", "/v1/register", Map.of("Content-Type", "application/json;charset=iso-8859-1"),
				bytes(classic()), 415, "Content-Type");
		add("a compressed body", "POST", "/v1/register",
				Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"), bytes(classic()), 415,
				"Content-Encoding");
	}

	private void registrations() {
		register("no service_name", "{\"host\":\"10.0.0.9\",\"port\":8080}", 400, "service_name");
		register("no host", "{\"service_name\":\"a\",\"port\":8080}", 400, "host");
		register("no port", "{\"service_name\":\"a\",\"host\":\"10.0.0.9\"}", 400, "port");
		wrong("service_name", "null", "7", "true", "{}", "\"\"", "\"a b\"", "\"a/b\"", "\"a\\u0000b\"", "\"😀\"",
				"\"-a\"", text(129));
		wrong("host", "null", "1", "\"\"", "\"0.0.0.0\"", "\"::\"", "\"[::1]\"", "\"10.0.0.256\"", "\"http://h\"",
				"\"h:80\"", "\"a_b\"", text(254));
		wrong("port", "null", "0", "-1", "65536", "\"8080\"", "8080.5", "8080.0", "1e3", "99999999999999999999", "[]");
		wrong("ttl", "0", "-1", "3601", "\"30\"", "1.5", "99999999999");
		wrong("namespace", "\"\"", "\"a b\"", "\"a/b\"", "5");
		wrong("instance_id", "\"\"", "\"a b\"", "\"a/b\"", "\"\\ud800\"", "5", text(193));
		wrong("secure", "\"true\"", "1");
		wrong("status", "\"up\"", "\"RUNNING\"", "1");
		wrong("weight", "-1", "10001", "1.5", "\"100\"");
		wrong("zone", "\"\"", "\"a\\tb\"", "1", text(129));
		wrong("version", "1.2", "\"\"", text(129));
		wrong("tags", "\"a\"", "{}", list(65));
		register("a tag that is no string", with("tags", "[\"a\",1]"), 400, "tags[1]");
		register("an empty tag", with("tags", "[\"a\",\"\"]"), 400, "tags[1]");
		wrong("metadata", "\"a\"", "[]", metadata(65, 1), metadata(10, 1000));
		register("nested metadata", with("metadata", "{\"k\":{}}"), 400, "metadata.k");
		register("a number in the metadata", with("metadata", "{\"k\":1}"), 400, "metadata.k");
		register("a control character in the metadata", with("metadata", "{\"k\":\"a\\u0007\"}"), 400, "metadata.k");
		register("half a character in the metadata", with("metadata", "{\"k\":\"\\ud800\"}"), 400, "metadata.k");
		register("a long metadata value", with("metadata", "{\"k\":" + text(1025) + "}"), 400, "metadata.k");
		register("an empty metadata key", with("metadata", "{\"\":\"v\"}"), 400, "metadata.");
		wrong("ephemeral", "\"false\"", "0", "false");
	}

	private void healthChecks() {
		wrong("health_check", "\"http\"", "[]");
		wrongProbe("type", "\"HTTP\"", "\"ping\"", "1");
		wrongProbe("path", "\"health\"", "\"/a\\u0000\"", "1");
		wrongProbe("port", "0", "65536", "\"80\"");
		wrongProbe("interval", "0", "3601", "1.5");
		wrongProbe("timeout", "0", "11", "\"2\"");
		wrongProbe("failure_threshold", "0", "101");
		wrongProbe("success_threshold", "0", "101");
	}

	private void names() {
		for (String name : List.of("a%2Fb", "a%20b", "a%00b", "a%0Ab", "%F0%9F%98%80", "%ff", "-a", "..", "%2e%2e",
				"a;b", "a%3Bb", "a:b", "a%zz", "a%", "a\u0001b", "😀", "a|b", "a#b", "a\"b", "a".repeat(129))) {
			get("a service called " + name, "/v1/services/" + name + "/instances", 400, "service");
		}
		for (String id : List.of("a%2Fb", "a%20b", "a%7F", "%E2%80%AE", "a;b", "a".repeat(193))) {
			get("an instance called " + id, "/v1/services/held/instances/" + id, 400, "instance_id");
			add("a heartbeat for " + id, "PUT", "/v1/services/held/instances/" + id + "/heartbeat", Map.of(), null, 400,
					"instance_id");
			add("leave of " + id, "DELETE", "/v1/services/held/instances/" + id, Map.of(), null, 400, "instance_id");
		}
	}

	private void leases() {
		String heartbeat = HELD_PATH + "/heartbeat";
		register("an id that is held elsewhere", HELD.replace("10.0.0.1", "10.0.0.2"), 409, "instance_id");
		add("a heartbeat with a foreign lease", "PUT", heartbeat, JSON, bytes("{\"lease_id\":\"foreign\"}"), 409,
				"lease_id");
		add("leave with a foreign lease", "DELETE", HELD_PATH + "?lease_id=foreign", Map.of(), null, 409, "lease_id");
		add("leave with an empty lease", "DELETE", HELD_PATH + "?lease_id=", Map.of(), null, 400, "lease_id");
		add("leave with a lease of no value", "DELETE", HELD_PATH + "?lease_id", Map.of(), null, 400, "lease_id");
		add("a heartbeat with an empty lease", "PUT", heartbeat, JSON, bytes("{\"lease_id\":\"\"}"), 400, "lease_id");
		add("a heartbeat with a number for a lease", "PUT", heartbeat, JSON, bytes("{\"lease_id\":7}"), 400,
				"lease_id");
		add("a heartbeat with an unknown status", "PUT", heartbeat, JSON, bytes("{\"status\":\"FINE\"}"), 400,
				"status");
		add("a heartbeat with a negative latency", "PUT", heartbeat, JSON, bytes("{\"latency_ms\":-1}"), 400,
				"latency_ms");
		add("a heartbeat with an endless latency", "PUT", heartbeat, JSON, bytes("{\"latency_ms\":1e999}"), 400,
				"latency_ms");
		add("a heartbeat of nobody", "PUT", "/v1/services/held/instances/nobody/heartbeat", Map.of(), null, 404,
				"instance_id");
		add("a heartbeat of a list", "PUT", heartbeat, JSON, bytes("[]"), 400, "body");
	}

	private void batches() {
		batch("no leases", "{}", "leases");
		batch("leases that are no list", "{\"leases\":{}}", "leases");
		batch("1001 leases", "{\"leases\":[" + "{},".repeat(1000) + "{}]}", "leases");
		batch("a lease that is no object", "{\"leases\":[" + lease("a", "b") + ",5]}", "leases[1]");
		batch("a bad service in the fourth lease",
				"{\"leases\":[" + (lease("a", "b") + ",").repeat(3) + lease("a b", "b") + "]}",
				"leases[3].service_name");
		batch("a lease of no instance", "{\"leases\":[{\"service_name\":\"a\"}]}", "leases[0].instance_id");
		batch("a lease id that is a number",
				"{\"leases\":[{\"service_name\":\"a\",\"instance_id\":\"b\",\"lease_id\":1}]}", "leases[0].lease_id");
	}

	private void patches() {
		patch("another host", "{\"host\":\"10.0.0.2\"}", 400, "host");
		patch("another ttl", "{\"ttl\":5}", 400, "ttl");
		patch("another health", "{\"health\":\"FAILED\"}", 400, "health");
		patch("an unknown status", "{\"status\":\"GONE\"}", 400, "status");
		patch("no status", "{\"status\":null}", 400, "status");
		patch("no weight", "{\"weight\":null}", 400, "weight");
		patch("too much weight", "{\"weight\":10001}", 400, "weight");
		patch("a nested value", "{\"metadata\":{\"k\":[]}}", 400, "metadata.k");
		patch("too much metadata", "{\"metadata\":" + metadata(64, 200) + "}", 400, "metadata");
		patch("a list", "[]", 400, "body");
		add("a JSON patch", "PATCH", HELD_PATH, Map.of("Content-Type", "application/json-patch+json"), bytes("[]"), 415,
				"Content-Type");
		add("a patch of nobody", "PATCH", "/v1/services/held/instances/nobody", JSON, bytes("{}"), 404, "instance_id");
	}

	private void overrides() {
		override("no status", "{\"reason\":\"x\"}", 400, "status");
		override("another status", "{\"status\":\"DOWN\"}", 400, "status");
		override("a status in lower case", "{\"status\":\"up\"}", 400, "status");
		override("a reason that is no text", "{\"status\":\"UP\",\"reason\":7}", 400, "reason");
		override("an empty reason", "{\"status\":\"UP\",\"reason\":\"\"}", 400, "reason");
		override("a reason with a line end", "{\"status\":\"UP\",\"reason\":\"a\\nb\"}", 400, "reason");
		override("a long reason", "{\"status\":\"UP\",\"reason\":\"" + "r".repeat(257) + "\"}", 400, "reason");
		override("no time", "{\"status\":\"UP\",\"expires_in\":0}", 400, "expires_in");
		override("too long a time", "{\"status\":\"UP\",\"expires_in\":2592001}", 400, "expires_in");
		override("half a second", "{\"status\":\"UP\",\"expires_in\":0.5}", 400, "expires_in");
		override("no body", "", 400, "body");
		add("an override of nobody", "PUT", "/v1/services/held/instances/nobody/override", JSON,
				bytes("{\"status\":\"UP\"}"), 404, "instance_id");
		add("no override of nobody", "DELETE", "/v1/services/held/instances/nobody/override", Map.of(), null, 404,
				"instance_id");
	}

	private void override(String name, String body, int status, String field) {
		add("override: " + name, "PUT", HELD_PATH + "/override", JSON, bytes(body), status, field);
	}

	private void queries() {
		get("an empty namespace", "/v1/services?namespace=", 400, "namespace");
		get("a namespace with a space", "/v1/services?namespace=a+b", 400, "namespace");
		get("two namespaces", "/v1/services?namespace=a&namespace=b", 400, "namespace");
		add("one namespace in the query, another in the body", "POST", "/v1/register?namespace=a", JSON,
				bytes(with("namespace", "\"b\"")), 400, "namespace");
		for (String limit : List.of("0", "1001", "-1", "ten", "1.5", "", "99999999999999")) {
			get("a limit of '" + limit + "'", "/v1/services?limit=" + limit, 400, "limit");
		}
		get("a limit on changes", "/v1/changes?limit=1001", 400, "limit");
		get("a revision that is none", "/v1/changes?after=yesterday", 400, "after");
		for (String cursor : List.of("", "!", "YQ==", "YWIgYw", "YR", "%00")) {
			get("a cursor of '" + cursor + "'", "/v1/services?cursor=" + cursor, 400, "cursor");
		}
		get("a health other than any", "/v1/services/held/instances?health=FAILED", 400, "health");
		get("a status other than any", "/v1/services/held/instances?status=UP", 400, "status");
		get("two zones", "/v1/services/held/instances?zone=a&zone=b", 400, "zone");
		get("an empty tag to search for", "/v1/services/held/instances?tag=", 400, "tag");
		get("a status for Prometheus", "/v1/sd/prometheus?status=all", 400, "status");
	}

	private void watches() {
		get("a watch of nothing", "/v1/watch", 400, "service");
		for (String service : List.of("", "a+b", "a@", "a@x", "@1", "a@-1", "a@1.5", "a@9999999999999999999", "a@1@2",
				"%F0%9F%98%80", "a".repeat(129))) {
			get("a watch of '" + service + "'", "/v1/watch?service=" + service, 400, "service");
		}
		get("a watch of one service twice", "/v1/watch?service=a@1&service=A", 400, "service");
		get("a watch of 501 services", "/v1/watch?"
				+ IntStream.rangeClosed(0, 500).mapToObj((i) -> "service=s" + i).collect(Collectors.joining("&")), 400,
				"service");
		get("a watch in no namespace", "/v1/watch?service=a&namespace=", 400, "namespace");
		add("a watch as JSON", "GET", "/v1/watch?service=a", Map.of("Accept", "application/json"), null, 406, "Accept");
		get("a wait without an index", "/v1/services/held/instances?wait=1s", 400, "wait");
		for (String index : List.of("", "-1", "x", "1.5", "9999999999999999999")) {
			get("an index of '" + index + "'", "/v1/services/held/instances?index=" + index, 400, "index");
		}
		for (String wait : List.of("", "-1s", "1h", "s", "301s", "6m", "1.5s", "99999999999")) {
			get("a wait of '" + wait + "'", "/v1/services/held/instances?index=1&wait=" + wait, 400, "wait");
		}
		drain("nobody", "/v1/services/held/instances/nobody/drain", 404, "instance_id");
		drain("a foreign lease", HELD_PATH + "/drain?lease_id=foreign", 409, "lease_id");
		drain("an empty lease", HELD_PATH + "/drain?lease_id=", 400, "lease_id");
		for (String wait : List.of("", "-1s", "61s", "2m", "soon")) {
			drain("a wait of '" + wait + "'", HELD_PATH + "/drain?wait=" + wait, 400, "wait");
		}
		acknowledgement("no watch_id", "{\"service_name\":\"a\",\"revision\":1}", "watch_id");
		acknowledgement("no service_name", "{\"watch_id\":\"a.b\",\"revision\":1}", "service_name");
		acknowledgement("no revision", "{\"watch_id\":\"a.b\",\"service_name\":\"a\"}", "revision");
		for (String revision : List.of("\"1\"", "-1", "1.5", "99999999999999999999")) {
			acknowledgement("a revision of " + revision,
					"{\"watch_id\":\"a.b\",\"service_name\":\"a\",\"revision\":" + revision + "}", "revision");
		}
		acknowledgement("a bad namespace",
				"{\"watch_id\":\"a.b\",\"service_name\":\"a\",\"revision\":1,\"namespace\":\"a b\"}", "namespace");
	}

	private void drain(String name, String path, int status, String field) {
		add("drain: " + name, "POST", path, Map.of(), null, status, field);
	}

	private void acknowledgement(String name, String body, String field) {
		add("acknowledgement: " + name, "POST", "/v1/watch/acknowledgements", JSON, bytes(body), 400, field);
	}

	private void pathsAndMethods() {
		get("an unknown path", "/v1/nothing", 404, null);
		get("the root", "/", 404, null);
		get("no service", "/v1/services//instances", 404, null);
		get("a path of the file system", "/../../etc/passwd", 404, null);
		get("an unknown instance", "/v1/services/held/instances/nobody", 404, "instance_id");
		get("an unknown path of the actuator", "/actuator/nothing", 404, null);
		get("an unknown metric", "/actuator/metrics/nothing", 404, null);
		add("POST where only GET is", "POST", "/v1/services", JSON, bytes("{}"), 405, null);
		add("GET where only POST is", "GET", "/v1/register", Map.of(), null, 405, null);
		add("a method of nobody", "BREW", "/v1/services", Map.of(), null, 405, null);
		add("TRACE", "TRACE", "/v1/services", Map.of(), null, 405, null);
		add("POST of 10 MB where only GET is", "POST", "/v1/services", JSON, new byte[10 * 1024 * 1024], 405, null);
		add("an answer in plain text", "GET", "/v1/services", Map.of("Accept", "text/plain"), null, 406, "Accept");
		add("an Accept that is none", "GET", "/v1/services", Map.of("Accept", "///"), null, 406, "Accept");
	}

	private void almostHttp() {
		get("a space in the path", "/v1/services/a b/instances", 400, "request");
		get("a path of 70000 characters", "/v1/services/" + "a".repeat(70_000), 414, "request");
		add("20 KB of header", "GET", "/v1/services", Map.of("X", "y".repeat(20_000)), null, 431, "request");
		add("a header with a control character", "GET", "/v1/services", Map.of("X", "a\u0000b"), null, 400, "request");
		add("a header name with a space", "GET", "/v1/services", Map.of("X Y", "a"), null, 400, "request");
		add("a length below zero", "POST", "/v1/register", Map.of("Content-Length", "-5"), null, 400, "request");
	}

	private void wrong(String field, String... values) {
		for (String value : values) {
			register(field + " = " + shortened(value), with(field, value), 400, field);
		}
	}

	private void wrongProbe(String field, String... values) {
		for (String value : values) {
			String type = field.equals("type") ? "" : "\"type\":\"http\",";
			register("health_check." + field + " = " + value,
					with("health_check", "{" + type + "\"" + field + "\":" + value + "}"), 400,
					"health_check." + field);
		}
	}

	private void register(String name, String body, int status, String field) {
		add("register: " + name, "POST", "/v1/register", JSON, bytes(body), status, field);
	}

	private void batch(String name, String body, String field) {
		add("batch: " + name, "POST", "/v1/heartbeats", JSON, bytes(body), 400, field);
	}

	private void patch(String name, String body, int status, String field) {
		add("patch: " + name, "PATCH", HELD_PATH, JSON, bytes(body), status, field);
	}

	private void get(String name, String path, int status, @Nullable String field) {
		add(name, "GET", path, Map.of(), null, status, field);
	}

	private void add(String name, String method, String path, Map<String, String> headers, byte @Nullable [] body,
			int status, @Nullable String field) {
		this.inputs.add(new BadInput(name, method, path, headers, body, status, field));
	}

	private static String classic() {
		return "{\"service_name\":\"bad-inputs\",\"host\":\"10.0.0.9\",\"port\":8080}";
	}

	/** The classic registration with one member of another value, given as JSON. */
	private static String with(String field, String value) {
		Map<String, String> members = new LinkedHashMap<>(
				Map.of("service_name", "\"bad-inputs\"", "host", "\"10.0.0.9\"", "port", "8080"));
		members.put(field, value);
		return members.entrySet()
			.stream()
			.map((member) -> '"' + member.getKey() + "\":" + member.getValue())
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static String lease(String service, String instance) {
		return "{\"service_name\":\"" + service + "\",\"instance_id\":\"" + instance + "\"}";
	}

	private static String text(int length) {
		return '"' + "a".repeat(length) + '"';
	}

	private static String list(int size) {
		return IntStream.range(0, size).mapToObj((i) -> "\"t" + i + '"').collect(Collectors.joining(",", "[", "]"));
	}

	private static String metadata(int entries, int length) {
		return IntStream.range(0, entries)
			.mapToObj((i) -> "\"k" + i + "\":" + text(length))
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static String shortened(String value) {
		return (value.length() > 40) ? value.substring(0, 20) + "… (" + value.length() + ")" : value;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * One of them.
	 *
	 * @param name what is bad
	 * @param method HTTP method
	 * @param path request target as it is sent
	 * @param headers headers
	 * @param body body, or {@code null} for none
	 * @param status the status that it must get
	 * @param field the field that the problem must name, or {@code null} where there is
	 * none
	 */
	public record BadInput(String name, String method, String path, Map<String, String> headers, byte @Nullable [] body,
			int status, @Nullable String field) {

		@Override
		public String toString() {
			return (this.name.length() > 90) ? this.name.substring(0, 90) + '…' : this.name;
		}

	}

}
