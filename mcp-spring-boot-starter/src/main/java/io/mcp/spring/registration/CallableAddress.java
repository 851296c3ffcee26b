package io.mcp.spring.registration;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether callers could use an address that someone configured by hand. Nothing
 * is resolved.
 */
final class CallableAddress {

	private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

	private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

	private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

	private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");

	private static final Pattern ANY = Pattern.compile("0\\.0\\.0\\.0|[0:]+");

	private CallableAddress() {
	}

	static boolean isCallable(String address) {
		if (ANY.matcher(address).matches()) {
			return false;
		}
		if (DIGITS_AND_DOTS.matcher(address).matches()) {
			return IPV4.matcher(address).matches()
					&& Stream.of(address.split("\\.")).allMatch((octet) -> Integer.parseInt(octet) <= 255);
		}
		return HOST_NAME.matcher(address).matches() || IPV6.matcher(address).matches();
	}

}
