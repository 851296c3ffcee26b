package io.mcp.discovery;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.mcp.discovery.balance.BalancingStrategy;
import io.mcp.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How this process speaks with the registry. Complete and valid once it exists.
 *
 * @param serverAddresses the registry's replicas, {@code http://host:port}, at least one;
 * any of them will do, none is preferred
 * @param namespace what isolates services of the same name
 * @param connectTimeout longest wait for a connection to one address
 * @param requestTimeout longest wait for one address's whole answer, connecting included
 * @param loadTimeout longest wait of a caller for the first list of a service
 * @param pullInterval time between two refreshes of a list in use
 * @param idleAfter a service that nobody asked for during this time is dropped
 * @param eagerServices services that are loaded at the start and never dropped
 * @param strategy how instances are picked
 * @param snapshotDirectory folder that keeps the last lists for the next start; nobody
 * but this process's user may be able to write there; {@code null} keeps none
 */
public record DiscoverySettings(List<URI> serverAddresses, String namespace, Duration connectTimeout,
		Duration requestTimeout, Duration loadTimeout, Duration pullInterval, Duration idleAfter,
		List<String> eagerServices, BalancingStrategy strategy, @Nullable Path snapshotDirectory) {

	/** The registry of a developer's own machine. */
	public static final URI DEFAULT_SERVER_ADDRESS = URI.create("http://localhost:6270");

	public DiscoverySettings {
		serverAddresses = List.copyOf(serverAddresses);
		eagerServices = List.copyOf(eagerServices);
		if (serverAddresses.isEmpty()) {
			throw new IllegalArgumentException(
					"server-addresses: none (expected: at least one, such as " + DEFAULT_SERVER_ADDRESS + ")");
		}
		serverAddresses.forEach(DiscoverySettings::requireAddress);
		requireName("namespace", namespace);
		eagerServices.forEach((service) -> requireName("eager-services", service));
		requirePositive("connect-timeout", connectTimeout);
		requirePositive("request-timeout", requestTimeout);
		requirePositive("load-timeout", loadTimeout);
		requirePositive("pull-interval", pullInterval);
		requirePositive("idle-after", idleAfter);
	}

	/**
	 * Starts from the defaults.
	 * @return a builder that can be built as it is
	 */
	public static Builder builder() {
		return new Builder();
	}

	private static void requireAddress(URI address) {
		boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
		if (!http || address.getHost() == null) {
			throw new IllegalArgumentException("server-addresses: '" + address
					+ "' (expected: http://host:port or https://host:port, the host without underscores)");
		}
	}

	private static void requireName(String property, String name) {
		if (!Limits.NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					property + ": '" + name + "' (expected: a name matching " + Limits.NAME.pattern() + ")");
		}
	}

	private static void requirePositive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(property + ": " + value + " (expected: longer than zero)");
		}
	}

	/** Collects what differs from the defaults. Not thread-safe. */
	public static final class Builder {

		private List<URI> serverAddresses = List.of(DEFAULT_SERVER_ADDRESS);

		private String namespace = Limits.DEFAULT_NAMESPACE;

		private Duration connectTimeout = Duration.ofSeconds(1);

		private Duration requestTimeout = Duration.ofSeconds(3);

		private Duration loadTimeout = Duration.ofSeconds(3);

		private Duration pullInterval = Duration.ofSeconds(30);

		private Duration idleAfter = Duration.ofMinutes(10);

		private List<String> eagerServices = List.of();

		private BalancingStrategy strategy = BalancingStrategy.ROUND_ROBIN;

		private @Nullable Path snapshotDirectory;

		private Builder() {
		}

		/** Replicas of the registry, instead of the local default. */
		public Builder serverAddresses(List<URI> serverAddresses) {
			this.serverAddresses = serverAddresses;
			return this;
		}

		/** Replicas of the registry, instead of the local default. */
		public Builder serverAddresses(URI... serverAddresses) {
			return serverAddresses(List.of(serverAddresses));
		}

		/** Namespace other than {@code default}. */
		public Builder namespace(String namespace) {
			this.namespace = namespace;
			return this;
		}

		/** Longest wait for a connection; 1 s unless told. */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/** Longest wait for one address's answer; 3 s unless told. */
		public Builder requestTimeout(Duration requestTimeout) {
			this.requestTimeout = requestTimeout;
			return this;
		}

		/** Longest wait of a caller for a first list; 3 s unless told. */
		public Builder loadTimeout(Duration loadTimeout) {
			this.loadTimeout = loadTimeout;
			return this;
		}

		/** Time between two refreshes; 30 s unless told. */
		public Builder pullInterval(Duration pullInterval) {
			this.pullInterval = pullInterval;
			return this;
		}

		/** When an unused service is dropped; 10 minutes unless told. */
		public Builder idleAfter(Duration idleAfter) {
			this.idleAfter = idleAfter;
			return this;
		}

		/** Services to load at the start; none unless told. */
		public Builder eagerServices(List<String> eagerServices) {
			this.eagerServices = eagerServices;
			return this;
		}

		/** How instances are picked; round robin unless told. */
		public Builder strategy(BalancingStrategy strategy) {
			this.strategy = strategy;
			return this;
		}

		/** Where the last lists are kept for the next start; nowhere unless told. */
		public Builder snapshotDirectory(@Nullable Path snapshotDirectory) {
			this.snapshotDirectory = snapshotDirectory;
			return this;
		}

		/**
		 * The finished settings.
		 * @return the settings
		 * @throws IllegalArgumentException if a value is not possible; the message names
		 * it
		 */
		public DiscoverySettings build() {
			return new DiscoverySettings(this.serverAddresses, this.namespace, this.connectTimeout, this.requestTimeout,
					this.loadTimeout, this.pullInterval, this.idleAfter, this.eagerServices, this.strategy,
					this.snapshotDirectory);
		}

	}

}
