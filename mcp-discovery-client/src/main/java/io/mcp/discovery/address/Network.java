package io.mcp.discovery.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A set of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or the beginning of an
 * address in text, {@code 10.0.} or {@code fd00:}.
 */
sealed interface Network {

	/**
	 * What an address or the beginning of one is made of. No host names: those ask DNS.
	 */
	Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{0,3}){0,3}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f.]*)+");

	boolean contains(InetAddress address);

	static List<Network> parseAll(List<String> texts) {
		return texts.stream().map(Network::parse).toList();
	}

	/**
	 * Reads a network.
	 * @throws IllegalArgumentException if that is none; the message names it
	 */
	static Network parse(String text) {
		String network = text.strip();
		int slash = network.indexOf('/');
		String address = (slash < 0) ? network : network.substring(0, slash);
		if (!LITERAL.matcher(address).matches()) {
			throw invalid(text, null);
		}
		if (slash < 0) {
			return new Prefix(network);
		}
		try {
			byte[] bytes = InetAddress.getByName(address).getAddress();
			int bits = Integer.parseInt(network.substring(slash + 1));
			boolean complete = address.contains(":") || address.chars().filter((c) -> c == '.').count() == 3;
			if (!complete || bits < 0 || bits > bytes.length * Byte.SIZE) {
				throw invalid(text, null);
			}
			return new Cidr(bytes, bits);
		}
		catch (UnknownHostException | NumberFormatException ex) {
			throw invalid(text, ex);
		}
	}

	private static IllegalArgumentException invalid(String text, @Nullable Exception cause) {
		return new IllegalArgumentException("preferred-networks: '" + text
				+ "' (expected: a network such as 10.0.0.0/8 or fd00::/8, or the beginning of an address such as 10.0.)",
				cause);
	}

	/** All addresses that share the leading bits. */
	record Cidr(byte[] network, int bits) implements Network {

		@Override
		public boolean contains(InetAddress address) {
			byte[] candidate = address.getAddress();
			if (candidate.length != this.network.length) {
				return false;
			}
			for (int bit = 0; bit < this.bits; bit++) {
				int mask = 0x80 >> (bit % Byte.SIZE);
				if (((candidate[bit / Byte.SIZE] ^ this.network[bit / Byte.SIZE]) & mask) != 0) {
					return false;
				}
			}
			return true;
		}

	}

	/** All addresses whose text begins so. */
	record Prefix(String text) implements Network {

		@Override
		public boolean contains(InetAddress address) {
			return address.getHostAddress().startsWith(this.text);
		}

	}

}
