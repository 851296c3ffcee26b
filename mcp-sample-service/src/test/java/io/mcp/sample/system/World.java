package io.mcp.sample.system;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mcp.registry.testing.FreePort;
import io.mcp.registry.testing.Http;
import io.mcp.registry.testing.JarProcess;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two registry processes on one store, providers of one service, and three clients in
 * this JVM: one of both replicas, and one of each. Leases are short, so that what happens
 * once they end happens soon. Used by one thread.
 */
final class World implements AutoCloseable {

	/** What the providers provide. */
	static final String SERVICE = "user-service";

	/** A service that only tests register. */
	static final String MARKER = "marker-service";

	static final Duration TTL = Duration.ofSeconds(3);

	static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String name;

	private final Path folder;

	private final List<JarProcess> replicas;

	private final List<JarProcess> providers = new ArrayList<>();

	private final Deque<JarProcess> samples = new ArrayDeque<>();

	private final List<ListHistory> clients = new ArrayList<>();

	/**
	 * Starts the replicas and does not wait for them.
	 * @param name begins the names of the logs
	 * @param folder where applications may keep files
	 * @param store properties that lead the registry to its Redis
	 */
	World(String name, Path folder, String... store) {
		this.name = name;
		this.folder = folder;
		String[] arguments = Arrays.stream(store).map((property) -> "--" + property).toArray(String[]::new);
		this.replicas = Stream.of("replica-1", "replica-2")
			.map((replica) -> JarProcess.registry(name + '-' + replica, FreePort.find(), arguments))
			.toList();
	}

	/** Starts so many providers; does not wait for them. */
	World providers(int count) {
		for (int i = 1; i <= count; i++) {
			this.providers.add(sample("provider-" + i, SERVICE, addresses()));
		}
		return this;
	}

	/** Starts a sample service that belongs to the whole; does not wait for it. */
	JarProcess sample(String role, String service, List<URI> registry, String... more) {
		JarProcess sample = stranger(role, service, registry, more);
		this.samples.push(sample);
		return sample;
	}

	/**
	 * Starts a sample service that the caller closes; does not wait for it.
	 * @param role what it is called in this world
	 * @param service the name under which it registers
	 * @param registry where it finds the registry
	 * @param more further arguments
	 */
	JarProcess stranger(String role, String service, List<URI> registry, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + service,
				"--mcp.discovery.server-addresses="
						+ registry.stream().map(URI::toString).collect(Collectors.joining(",")),
				"--mcp.discovery.registration.address=127.0.0.1", "--mcp.discovery.lease.ttl=" + TTL.toSeconds() + "s",
				"--mcp.discovery.lease.renew-interval=" + HEARTBEAT_INTERVAL.toSeconds() + "s",
				"--mcp.discovery.client.snapshot.directory=" + this.folder.resolve(role),
				// On a busy machine slow is not failed
				"--spring.http.clients.connect-timeout=5s", "--spring.http.clients.read-timeout=20s"));
		arguments.addAll(List.of(more));
		return JarProcess.sample(this.name + '-' + role, FreePort.find(), arguments.toArray(String[]::new));
	}

	/** The replicas' base URLs. */
	List<URI> addresses() {
		return this.replicas.stream().map((replica) -> URI.create("http://127.0.0.1:" + replica.port())).toList();
	}

	List<JarProcess> replicas() {
		return this.replicas;
	}

	List<JarProcess> providers() {
		return this.providers;
	}

	/** The clients in this JVM; the first knows both replicas. */
	List<ListHistory> clients() {
		return this.clients;
	}

	/** Under which a provider is listed. */
	static String id(JarProcess provider) {
		return SERVICE + ":127.0.0.1:" + provider.port();
	}

	/** Under which the providers are listed. */
	Set<String> ids() {
		return this.providers.stream().map(World::id).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Starts what does not run, lets go on what is frozen, and waits until every replica
	 * and every client lists every provider and nothing else.
	 */
	World makeWhole() {
		Stream.concat(this.replicas.stream(), this.samples.stream()).forEach((process) -> {
			process.resume();
			process.startAgain();
		});
		this.replicas.forEach(JarProcess::ready);
		if (this.clients.isEmpty()) {
			this.clients.add(new ListHistory(addresses(), SERVICE, MARKER));
			addresses().forEach((address) -> this.clients.add(new ListHistory(List.of(address), SERVICE, MARKER)));
		}
		this.samples.forEach(JarProcess::ready);
		this.replicas.forEach(World::forgetMarkers);
		await().atMost(PATIENCE).untilAsserted(() -> {
			this.replicas.forEach((replica) -> assertThat(listed(replica)).isEqualTo(ids()));
			this.clients.forEach((client) -> assertThat(client.now()).isEqualTo(ids()));
			this.samples.forEach((sample) -> assertThat(callAll(sample)).isEqualTo(ids()));
		});
		return this;
	}

	private static void forgetMarkers(JarProcess replica) {
		Http.get(replica.port(), "/v1/services/" + MARKER + "/instances?health=any&status=any")
			.path("instances")
			.forEach((marker) -> unmark(replica, marker.path("port").asInt()));
	}

	/** What a replica lists of the providers' service. */
	static Set<String> listed(JarProcess replica) {
		return listed(replica, SERVICE);
	}

	/** What a replica lists of a service. */
	static Set<String> listed(JarProcess replica, String service) {
		Set<String> ids = new TreeSet<>();
		Http.get(replica.port(), "/v1/services/" + service + "/instances")
			.path("instances")
			.forEach((instance) -> ids.add(instance.path("instance_id").asString()));
		return ids;
	}

	/**
	 * Registers an instance that nobody calls, to see a change arrive.
	 * @return the status of the answer
	 */
	static int mark(JarProcess replica, int port) {
		return mark(replica, MARKER, port);
	}

	static int mark(JarProcess replica, String service, int port) {
		return Http.post(replica.port(), "/v1/register", """
				{"service_name": "%s", "host": "127.0.0.1", "port": %d, "ttl": 3600}""".formatted(service, port))
			.statusCode();
	}

	/** Under which {@link #mark} has it listed. */
	static String markerId(int port) {
		return MARKER + ":127.0.0.1:" + port;
	}

	/**
	 * Takes back {@link #mark}.
	 * @return the status of the answer
	 */
	static int unmark(JarProcess replica, int port) {
		return Http.delete(replica.port(), "/v1/services/" + MARKER + "/instances/" + markerId(port)).statusCode();
	}

	/** Calls the providers through a sample service, and tells who answered. */
	private Set<String> callAll(JarProcess sample) {
		JsonNode report = Http.get(sample.port(), "/call/" + SERVICE + "?times=" + 3 * this.providers.size());
		assertThat(report.path("failed").asInt()).as(report.toString()).isZero();
		return new TreeSet<>(report.path("by_instance").propertyNames());
	}

	/** Waits until both replicas write; tells how long after that time that was. */
	Duration awaitWrites(long since) {
		this.replicas.forEach((replica) -> await().atMost(PATIENCE).until(() -> mark(replica, FreePort.find()) == 201));
		return Duration.ofNanos(System.nanoTime() - since);
	}

	/** Throws if a client ever missed a provider, or a replica took one for expired. */
	void assertNobodyWasLost(long since) {
		this.clients.forEach((client) -> client.assertNeverWithout(ids(), since));
		this.replicas.forEach((replica) -> {
			JsonNode all = Http.get(replica.port(), "/v1/services/" + SERVICE + "/instances?health=any&status=any")
				.path("instances");
			assertThat(all.valueStream().map((instance) -> instance.path("health").asString()))
				.as("health at replica %d: %s", replica.port(), all)
				.hasSize(this.providers.size())
				.containsOnly("HEALTHY");
		});
	}

	/** Waits for so long: something must not happen meanwhile. */
	static void letPass(Duration time) {
		long begin = System.nanoTime();
		await().atMost(time.plusSeconds(30)).until(() -> System.nanoTime() - begin >= time.toNanos());
	}

	@Override
	public void close() {
		this.clients.forEach(ListHistory::close);
		this.samples.forEach(JarProcess::close);
		this.replicas.forEach(JarProcess::close);
	}

}
