package io.mcp.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What callers can be told to connect to: an IPv4 address, an IPv6 address without
 * brackets and zone, or a DNS name (RFC 1123). The same on both sides of the wire, so
 * that an instance learns of a mistake at its start. Names are not looked up.
 */
public final class HostSyntax {

	/** What a host is, as a noun phrase. */
	public static final String EXPECTED = "an IPv4 or IPv6 address or a DNS name, without scheme, port or path";

	private static final int LONGEST_NAME = 253;

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

	// A leading zero is an octal number to some resolvers and a decimal one to others.
	private static final String DOTTED = OCTET + "(\\." + OCTET + "){3}";

	private static final Pattern IPV4 = Pattern.compile(DOTTED);

	/** Narrow enough that the JDK reads what matches as a literal or not at all. */
	private static final Pattern IPV6_CHARACTERS = Pattern
		.compile("(?=[^:]*:)[0-9A-Fa-f:]{2,39}|[0-9A-Fa-f:]{1,29}:" + DOTTED);

	private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

	private static final Pattern DNS_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

	// No top-level domain is a number, so this is an address with a mistake in it.
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?\\d+");

	private HostSyntax() {
	}

	/**
	 * Checks a host.
	 * @param host what callers would be told
	 * @return what was expected instead, as a noun phrase; {@code null} where the host is
	 * one
	 */
	public static @Nullable String expectedInsteadOf(String host) {
		if (host.startsWith("[") && host.endsWith("]")) {
			return "an IPv6 address without brackets";
		}
		if (IPV4.matcher(host).matches() || IPV6_CHARACTERS.matcher(host).matches()) {
			return expectedInsteadOfAddress(host);
		}
		boolean name = host.length() <= LONGEST_NAME && DNS_NAME.matcher(host).matches()
				&& !ENDS_IN_NUMBER.matcher(host).matches();
		return name ? null : EXPECTED;
	}

	private static @Nullable String expectedInsteadOfAddress(String literal) {
		InetAddress address;
		try {
			address = InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			return EXPECTED;
		}
		if (address.isAnyLocalAddress()) {
			return "the address that callers reach, while this one stands for every address";
		}
		if (address.isMulticastAddress() || literal.equals("255.255.255.255")) {
			return "the address of one host, while this one stands for a group";
		}
		return null;
	}

}
