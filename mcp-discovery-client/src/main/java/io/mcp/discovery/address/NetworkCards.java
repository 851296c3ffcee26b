package io.mcp.discovery.address;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What the operating system knows about the network. */
interface NetworkCards {

	/** The interfaces that are up, in the system's order; loopback among them. */
	List<Card> cards();

	/**
	 * The address with which this machine would speak to the registry. Sends nothing but
	 * may ask DNS.
	 * @return {@code null} where the host is unknown or no route leads to it
	 */
	@Nullable InetAddress sourceTowards(URI registry);

	/**
	 * The address with which this machine would speak to the world.
	 * @return {@code null} where it has no default route
	 */
	@Nullable InetAddress sourceTowardsTheWorld();

	/**
	 * One interface.
	 *
	 * @param name the system's name, such as {@code eth0}
	 * @param addresses its addresses
	 */
	record Card(String name, List<InetAddress> addresses) {

		public Card {
			addresses = List.copyOf(addresses);
		}

	}

}
