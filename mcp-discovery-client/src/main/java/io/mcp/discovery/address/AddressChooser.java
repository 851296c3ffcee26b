package io.mcp.discovery.address;

import java.net.URI;
import java.util.List;

/**
 * Chooses the address that this machine registers: the source address of the route to the
 * registry, since who reaches the registry that way can most likely be reached that way.
 * Thread-safe.
 */
public final class AddressChooser {

	/** Interfaces that callers on other machines cannot reach, as regular expressions. */
	public static final List<String> DEFAULT_IGNORED_INTERFACES = List.of("docker.*", "br-.*", "veth.*", "virbr.*",
			"vmnet.*", "vboxnet.*", "cni.*", "flannel.*", "cali.*", "tun.*", "tap.*", "wg.*", "utun.*", "ppp.*",
			"tailscale.*", "zt.*");

	/**
	 * Chooses an address.
	 * @param registries the registry's addresses
	 * @param preferredNetworks networks to choose from where possible, as CIDR
	 * ({@code 10.0.0.0/8}) or as the beginning of an address ({@code 10.0.}); none means
	 * any
	 * @param ignoredInterfaces regular expressions of the names of interfaces that are
	 * the last resort
	 * @return the address and why it was chosen
	 * @throws IllegalArgumentException if a network or an expression cannot be read; the
	 * message names it
	 */
	public ChosenAddress choose(List<URI> registries, List<String> preferredNetworks, List<String> ignoredInterfaces) {
		throw new UnsupportedOperationException();
	}

}
