package io.mcp.benchmarks.watch;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.mcp.benchmarks.process.Waiting;
import io.mcp.discovery.DiscoverySettings;
import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.McpDiscoveryClients;
import io.mcp.discovery.watch.SubscriptionState;

/**
 * The clients that applications use, each complete with its connections, its lists and
 * its threads, all in this JVM. A change counts when a listener is told of it, which is
 * after callers can see it. Not thread-safe.
 */
public final class ClientSubscribers implements Subscribers {

	private final List<McpDiscoveryClients> clients = new ArrayList<>();

	private final List<URI> registries;

	private final int count;

	private final Arrivals arrivals;

	private final Waiting waiting;

	/**
	 * Nothing is started yet.
	 * @param registries to be shared by them in turn; each knows one
	 * @param count how many
	 * @param arrivals where they tell what they see
	 */
	public ClientSubscribers(List<URI> registries, int count, Arrivals arrivals, Waiting waiting) {
		this.registries = List.copyOf(registries);
		this.count = count;
		this.arrivals = arrivals;
		this.waiting = waiting;
	}

	@Override
	public void subscribe() {
		for (int i = 0; i < this.count; i++) {
			int number = i;
			McpDiscoveryClients client = McpDiscoveryClients.create(DiscoverySettings.builder()
				.serverAddresses(this.registries.get(i % this.registries.size()))
				.build());
			this.clients.add(client);
			client.discovery().onChange(ChangingService.NAME, (change) -> this.arrivals.saw(number, change.after()));
		}
		this.waiting.until("every client to have the list and a stream",
				() -> this.clients.stream()
					.map(McpDiscoveryClients::discovery)
					.allMatch(ClientSubscribers::isSubscribed));
	}

	@Override
	public String description() {
		return "the client that applications use, with a listener";
	}

	@Override
	public void close() {
		this.clients.forEach(McpDiscoveryClients::close);
	}

	private static boolean isSubscribed(McpDiscovery discovery) {
		SubscriptionState state = discovery.subscription();
		return discovery.instances(ChangingService.NAME).size() == ChangingService.STAYING
				&& state.mode() == SubscriptionState.Mode.STREAM && !state.streams().isEmpty()
				&& state.streams().stream().allMatch(SubscriptionState.Stream::open);
	}

}
