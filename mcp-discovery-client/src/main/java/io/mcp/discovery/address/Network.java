package io.mcp.discovery.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * All addresses that share their leading bits. Written as {@code 10.0.0.0/8} or
 * {@code fd00::/8}, or as the first parts of an address: {@code 10.1.} and {@code 10.1}
 * are {@code 10.1.0.0/16}, {@code fd00:} is {@code fd00::/16}.
 *
 * @param address an address in it
 * @param bits how many of the leading bits count
 */
record Network(byte[] address, int bits) {

	/**
	 * What an address is made of. No host names: those ask DNS.
	 */
	private static final Pattern LITERAL = Pattern
		.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f.]*)+");

	private static final Pattern IPV4_PARTS = Pattern
		.compile("[0-9]{1,3}(\\.|(\\.[0-9]{1,3}){1,2}\\.?|(\\.[0-9]{1,3}){3})?");

	private static final Pattern IPV6_PARTS = Pattern
		.compile("[0-9A-Fa-f]{1,4}(:|(:[0-9A-Fa-f]{1,4}){1,6}:?|(:[0-9A-Fa-f]{1,4}){7})");

	static List<Network> parseAll(List<String> texts) {
		return texts.stream().map(Network::parse).toList();
	}

	/**
	 * Reads a network.
	 * @throws InvalidAddressSettingException if that is none; its message names it
	 */
	static Network parse(String text) {
		String network = text.strip();
		int slash = network.indexOf('/');
		if (slash >= 0) {
			return cidr(text, network.substring(0, slash), network.substring(slash + 1));
		}
		if (IPV4_PARTS.matcher(network).matches()) {
			return parts(text, network.split("\\."), 10, 1, 4);
		}
		if (IPV6_PARTS.matcher(network).matches()) {
			return parts(text, network.split(":"), 16, 2, 16);
		}
		throw invalid(text, null);
	}

	boolean contains(InetAddress candidate) {
		byte[] other = candidate.getAddress();
		if (other.length != this.address.length) {
			return false;
		}
		for (int bit = 0; bit < this.bits; bit++) {
			int mask = 0x80 >> (bit % Byte.SIZE);
			if (((other[bit / Byte.SIZE] ^ this.address[bit / Byte.SIZE]) & mask) != 0) {
				return false;
			}
		}
		return true;
	}

	private static Network cidr(String text, String address, String length) {
		if (!LITERAL.matcher(address).matches()) {
			throw invalid(text, null);
		}
		try {
			byte[] bytes = InetAddress.getByName(address).getAddress();
			int bits = Integer.parseInt(length);
			if (bits < 0 || bits > bytes.length * Byte.SIZE) {
				throw invalid(text, null);
			}
			return new Network(bytes, bits);
		}
		catch (UnknownHostException | NumberFormatException ex) {
			throw invalid(text, ex);
		}
	}

	private static Network parts(String text, String[] parts, int radix, int bytesPerPart, int length) {
		byte[] bytes = new byte[length];
		int end = 0;
		for (String part : parts) {
			int value = Integer.parseInt(part, radix);
			if (value >> (bytesPerPart * Byte.SIZE) != 0) {
				throw invalid(text, null);
			}
			for (int shift = (bytesPerPart - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
				bytes[end++] = (byte) (value >> shift);
			}
		}
		return new Network(bytes, end * Byte.SIZE);
	}

	private static InvalidAddressSettingException invalid(String text, @Nullable Exception cause) {
		return new InvalidAddressSettingException("preferred-networks", text,
				"a network such as 10.0.0.0/8 or fd00::/8, or the beginning of an address such as 10.0", cause);
	}

}
