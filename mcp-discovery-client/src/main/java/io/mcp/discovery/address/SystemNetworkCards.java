package io.mcp.discovery.address;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Asks the operating system. Connecting a datagram socket sends nothing. */
final class SystemNetworkCards implements NetworkCards {

	/** Reserved for documentation (RFC 5737): routed by the default route alone. */
	private static final String SOMEWHERE_IN_THE_WORLD = "192.0.2.1";

	private static final int ANY_PORT = 9;

	@Override
	public List<Card> cards() {
		try {
			return NetworkInterface.networkInterfaces()
				.filter(SystemNetworkCards::isUp)
				.sorted(Comparator.comparingInt(NetworkInterface::getIndex))
				.map((card) -> new Card(card.getName(), card.inetAddresses().toList()))
				.toList();
		}
		catch (SocketException ex) {
			// Thrown where there is not a single interface.
			return List.of();
		}
	}

	@Override
	public @Nullable InetAddress sourceTowards(URI registry) {
		int port = (registry.getPort() > 0) ? registry.getPort() : ANY_PORT;
		return sourceTowards(new InetSocketAddress(registry.getHost(), port));
	}

	@Override
	public @Nullable InetAddress sourceTowardsTheWorld() {
		return sourceTowards(new InetSocketAddress(SOMEWHERE_IN_THE_WORLD, ANY_PORT));
	}

	private static @Nullable InetAddress sourceTowards(InetSocketAddress target) {
		if (target.isUnresolved()) {
			return null;
		}
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.connect(target);
			InetAddress source = socket.getLocalAddress();
			return source.isAnyLocalAddress() ? null : source;
		}
		catch (SocketException | UncheckedIOException ex) {
			// No route: the same as no source address.
			return null;
		}
	}

	private static boolean isUp(NetworkInterface card) {
		try {
			return card.isUp();
		}
		catch (SocketException ex) {
			// It vanished meanwhile.
			return false;
		}
	}

}
