package io.mcp.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody listens on at the moment. They lie below those that
 * systems give to outgoing connections, which could take one before a slow process has
 * started on it; the bus of a Redis Cluster, 10000 above, does so too.
 */
public final class FreePort {

	static final String HOST = "127.0.0.1";

	private static final int FIRST = 10_000;

	private static final int END = 22_000;

	private FreePort() {
	}

	public static int find() {
		return ThreadLocalRandom.current().ints(FIRST, END).filter(FreePort::isFree).findFirst().orElseThrow();
	}

	static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
