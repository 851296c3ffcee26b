package io.mcp.discovery.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.mcp.discovery.address.NetworkCards.Card;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the address that this machine registers: the source address of the route to the
 * registry, since who answers the registry from there can most likely be called there.
 * Thread-safe.
 * <p>
 * In detail, the first of these that lies in a preferred network, if there are any, and
 * not on an ignored interface:
 * <ol>
 * <li>the source address of the route to the registry, unless that is loopback</li>
 * <li>the source address of the default route</li>
 * <li>the addresses of the interfaces in the system's order, IPv4 first</li>
 * </ol>
 * Where none is, preferred networks are given up first, then ignored interfaces, and
 * loopback comes last. With a registry on {@code localhost} the result is so an address
 * that callers in containers and on other machines reach as well.
 */
public final class AddressChooser {

	/**
	 * Interfaces that callers on other machines do not reach, or not the way they should:
	 * those of containers, virtual machines and tunnels. Regular expressions.
	 */
	public static final List<String> DEFAULT_IGNORED_INTERFACES = List.of("docker.*", "br-.*", "veth.*", "virbr.*",
			"vmnet.*", "vboxnet.*", "cni.*", "flannel.*", "cali.*", "tun.*", "tap.*", "wg.*", "utun.*", "ppp.*",
			"tailscale.*", "zt.*");

	private static final String LOOPBACK = "127.0.0.1";

	private final NetworkCards network;

	/** Creates a chooser that asks the operating system. */
	public AddressChooser() {
		this(new SystemNetworkCards());
	}

	AddressChooser(NetworkCards network) {
		this.network = network;
	}

	/**
	 * Chooses an address. Asks DNS for the registry's hosts, so it may take a moment.
	 * @param registries the registry's addresses
	 * @param preferredNetworks networks to choose from where possible, as
	 * {@code 10.0.0.0/8} or as the beginning of an address ({@code 10.0.}); none means
	 * any
	 * @param ignoredInterfaces regular expressions of the names of interfaces that are
	 * used only where there is no other
	 * @return the address and why it was chosen
	 * @throws InvalidAddressSettingException if a network or an expression cannot be
	 * read; its message names it
	 */
	public ChosenAddress choose(List<URI> registries, List<String> preferredNetworks, List<String> ignoredInterfaces) {
		List<Network> preferred = Network.parseAll(preferredNetworks);
		List<Pattern> ignored = ignoredInterfaces.stream().map(AddressChooser::pattern).toList();
		List<Candidate> candidates = candidates(registries);
		Predicate<Candidate> inPreferred = (candidate) -> preferred.isEmpty()
				|| preferred.stream().anyMatch((one) -> one.contains(candidate.address()));
		Predicate<Candidate> onIgnored = (candidate) -> ignored.stream()
			.anyMatch((one) -> one.matcher(candidate.card()).matches());
		ChosenAddress chosen = first(candidates, inPreferred.and(onIgnored.negate()),
				preferred.isEmpty() ? "" : ", in the preferred networks " + preferredNetworks);
		if (chosen == null) {
			chosen = first(candidates, onIgnored.negate(),
					"; no address is in the preferred networks " + preferredNetworks);
		}
		if (chosen == null) {
			chosen = first(candidates, (candidate) -> true, "; every interface is ignored");
		}
		return (chosen != null) ? chosen : new ChosenAddress(LOOPBACK,
				"loopback: no other address was found, so only callers on this machine reach it");
	}

	private static @Nullable ChosenAddress first(List<Candidate> candidates, Predicate<Candidate> wanted,
			String remark) {
		return candidates.stream()
			.filter(wanted)
			.findFirst()
			.map((candidate) -> new ChosenAddress(text(candidate.address()), candidate.reason() + remark))
			.orElse(null);
	}

	/** All usable addresses, best first; one may come twice. */
	private List<Candidate> candidates(List<URI> registries) {
		List<Card> cards = this.network.cards();
		List<Candidate> candidates = new ArrayList<>();
		for (URI registry : registries) {
			add(candidates, cards, this.network.sourceTowards(registry),
					"source address of the route to " + registry.getAuthority());
		}
		add(candidates, cards, this.network.sourceTowardsTheWorld(), "source address of the default route");
		for (Card card : cards) {
			card.addresses()
				.stream()
				.sorted(Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address)))
				.forEach((address) -> add(candidates, cards, address, "an address"));
		}
		return candidates;
	}

	private static void add(List<Candidate> candidates, List<Card> cards, @Nullable InetAddress address, String what) {
		if (address == null || address.isLoopbackAddress() || address.isLinkLocalAddress()
				|| address.isAnyLocalAddress() || address.isMulticastAddress()) {
			return;
		}
		String card = cards.stream()
			.filter((one) -> one.addresses().contains(address))
			.map(Card::name)
			.findFirst()
			.orElse("an unknown interface");
		candidates.add(new Candidate(address, card, what + " on " + card));
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope < 0) ? text : text.substring(0, scope);
	}

	private static Pattern pattern(String expression) {
		try {
			return Pattern.compile(expression);
		}
		catch (PatternSyntaxException ex) {
			throw new InvalidAddressSettingException("ignored-interfaces", expression,
					"a regular expression such as docker.*", ex);
		}
	}

	/**
	 * An address that could be chosen.
	 *
	 * @param address the address
	 * @param card the interface that has it
	 * @param reason where it comes from, in words
	 */
	private record Candidate(InetAddress address, String card, String reason) {

	}

}
