package io.mcp.registry.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * What callers can be told to connect to: an IPv4 address, an IPv6 address without
 * brackets and zone, or a DNS name (RFC 1123). Names are not looked up.
 */
final class HostRules {

	private static final String EXPECTED = "an IPv4 or IPv6 address or a DNS name, without scheme, port or path";

	private static final int LONGEST_NAME = 253;

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

	// A leading zero is an octal number to some resolvers and a decimal one to others.
	private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

	private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

	private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

	private static final Pattern DNS_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

	// No top-level domain is a number, so this is an address with a mistake in it.
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?\\d+");

	private HostRules() {
	}

	static void check(String field, @Nullable String host, FieldErrors errors) {
		String problem = problemWith(host);
		if (problem != null) {
			errors.add(field, problem);
		}
	}

	private static @Nullable String problemWith(@Nullable String host) {
		if (host == null) {
			return "is missing (expected: " + EXPECTED + ")";
		}
		if (host.startsWith("[") && host.endsWith("]")) {
			return "was " + Quoted.of(host) + " (expected: an IPv6 address without brackets)";
		}
		byte[] address = addressOf(host);
		if (address != null) {
			return problemWith(host, address);
		}
		if (isDnsName(host)) {
			return null;
		}
		return "was " + Quoted.of(host) + " (expected: " + EXPECTED + ")";
	}

	private static @Nullable String problemWith(String host, byte[] address) {
		InetAddress parsed = parsed(address);
		if (parsed.isAnyLocalAddress()) {
			return "was " + host + ", which stands for every address (expected: the one that callers reach)";
		}
		if (parsed.isMulticastAddress() || host.equals("255.255.255.255")) {
			return "was " + host + ", which stands for a group (expected: the address of one host)";
		}
		return null;
	}

	private static byte @Nullable [] addressOf(String host) {
		boolean address = IPV4.matcher(host).matches()
				|| (IPV6_CHARACTERS.matcher(host).matches() && NetUtil.isValidIpV6Address(host));
		return address ? NetUtil.createByteArrayFromIpAddressString(host) : null;
	}

	private static InetAddress parsed(byte[] address) {
		try {
			return InetAddress.getByAddress(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An address of " + address.length + " bytes (expected: 4 or 16)", ex);
		}
	}

	private static boolean isDnsName(String host) {
		return host.length() <= LONGEST_NAME && DNS_NAME.matcher(host).matches()
				&& !ENDS_IN_NUMBER.matcher(host).matches();
	}

}
