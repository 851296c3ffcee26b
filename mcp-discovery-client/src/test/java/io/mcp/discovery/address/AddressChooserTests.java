package io.mcp.discovery.address;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressChooserTests {

	private static final URI REMOTE = URI.create("http://registry.example:6270");

	private static final URI LOCAL = URI.create("http://localhost:6270");

	private static final List<String> IGNORED = AddressChooser.DEFAULT_IGNORED_INTERFACES;

	private final Machine machine = new Machine().card("lo", "127.0.0.1", "0:0:0:0:0:0:0:1");

	@Test
	void takesTheSourceAddressOfTheRouteToTheRegistry() {
		this.machine.card("eth0", "192.168.1.5").card("eth1", "10.0.0.5").route(REMOTE, "10.0.0.5");
		assertThat(choose(REMOTE))
			.isEqualTo(new ChosenAddress("10.0.0.5", "source address of the route to registry.example:6270 on eth1"));
	}

	@Test
	void leavesAnIgnoredInterfaceForAnotherOne() {
		this.machine.card("tun0", "10.8.0.2").card("eth0", "192.168.1.5").route(REMOTE, "10.8.0.2");
		assertThat(choose(REMOTE)).isEqualTo(new ChosenAddress("192.168.1.5", "an address on eth0"));
	}

	@Test
	void usesAnIgnoredInterfaceWhereThereIsNoOther() {
		this.machine.card("tun0", "10.8.0.2").route(REMOTE, "10.8.0.2");
		assertThat(choose(REMOTE)).isEqualTo(new ChosenAddress("10.8.0.2",
				"source address of the route to registry.example:6270 on tun0; every interface is ignored"));
	}

	@Test
	void takesAnAddressInThePreferredNetwork() {
		this.machine.card("eth0", "192.168.1.5").card("eth1", "10.0.0.5").route(REMOTE, "192.168.1.5");
		assertThat(new AddressChooser(this.machine).choose(List.of(REMOTE), List.of("10.0.0.0/8"), IGNORED))
			.isEqualTo(new ChosenAddress("10.0.0.5", "an address on eth1, in the preferred networks [10.0.0.0/8]"));
	}

	@Test
	void saysThatNoAddressIsInThePreferredNetworks() {
		this.machine.card("eth0", "192.168.1.5").route(REMOTE, "192.168.1.5");
		assertThat(new AddressChooser(this.machine).choose(List.of(REMOTE), List.of("10."), IGNORED))
			.isEqualTo(new ChosenAddress("192.168.1.5", "source address of the route to registry.example:6270 on eth0; "
					+ "no address is in the preferred networks [10.]"));
	}

	@Test
	void preferredNetworkDoesNotBringAnIgnoredInterfaceBack() {
		this.machine.card("docker0", "172.17.0.1").card("eth0", "192.168.1.5").route(REMOTE, "192.168.1.5");
		assertThat(new AddressChooser(this.machine).choose(List.of(REMOTE), List.of("172.17."), IGNORED).host())
			.isEqualTo("192.168.1.5");
	}

	@Test
	void withTheRegistryOnThisMachineTakesTheAddressOfTheDefaultRoute() {
		this.machine.card("docker0", "172.17.0.1")
			.card("eth0", "192.168.1.5")
			.card("wlan0", "192.168.2.5")
			.route(LOCAL, "127.0.0.1")
			.defaultRoute("192.168.2.5");
		assertThat(choose(LOCAL))
			.isEqualTo(new ChosenAddress("192.168.2.5", "source address of the default route on wlan0"));
	}

	@Test
	void withTheRegistryOnThisMachineAndNoDefaultRouteTakesTheFirstInterface() {
		this.machine.card("docker0", "172.17.0.1").card("eth0", "fe80:0:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:5", "10.0.0.5");
		assertThat(choose(LOCAL)).isEqualTo(new ChosenAddress("10.0.0.5", "an address on eth0"));
	}

	@Test
	void takesLoopbackWhereThereIsNothingElse() {
		this.machine.route(LOCAL, "127.0.0.1");
		assertThat(choose(LOCAL)).isEqualTo(new ChosenAddress("127.0.0.1",
				"loopback: no other address was found, so only callers on this machine reach it"));
	}

	@Test
	void worksWithoutAnyNetworkCard() {
		assertThat(new AddressChooser(new Machine()).choose(List.of(REMOTE), List.of(), IGNORED).host())
			.isEqualTo("127.0.0.1");
	}

	@Test
	void takesTheRouteToTheFirstRegistryThatHasOne() {
		URI unknown = URI.create("http://unknown.example:6270");
		this.machine.card("eth0", "192.168.1.5").card("eth1", "10.0.0.5").route(REMOTE, "10.0.0.5");
		assertThat(new AddressChooser(this.machine).choose(List.of(unknown, REMOTE), List.of(), IGNORED).host())
			.isEqualTo("10.0.0.5");
	}

	@Test
	void writesAnIpv6AddressWithoutItsScope() {
		this.machine.card("eth0", "fd00:0:0:0:0:0:0:5%1").route(REMOTE, "fd00:0:0:0:0:0:0:5%1");
		assertThat(choose(REMOTE).host()).isEqualTo("fd00:0:0:0:0:0:0:5");
	}

	@Test
	void findsAnAddressOfThisMachine() throws UnknownHostException {
		ChosenAddress chosen = new AddressChooser().choose(List.of(LOCAL), List.of(), List.of());
		assertThat(InetAddress.getByName(chosen.host()).getHostAddress()).isEqualTo(chosen.host());
		assertThat(chosen.reason()).isNotBlank();
	}

	@Test
	void namesAnIgnoredInterfaceThatIsNoExpression() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AddressChooser(this.machine).choose(List.of(REMOTE), List.of(), List.of("docker[")))
			.withMessage("ignored-interfaces: 'docker[' (expected: a regular expression such as docker.*)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0/8", "300.0.0.0/8", "office",
			"example.com/8", "fd00::/129", "10.0.0.0/8/8", "/8", "::", "fd00::", "fd00::1", ":", "10..1", "10.300.",
			"10.0.0.1.", "fd00:1:2:3:4:5:6:7:8", "::ffff:10.0.0.1", "fd00", "12345:" })
	void namesANetworkThatIsNone(String network) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AddressChooser(this.machine).choose(List.of(REMOTE), List.of(network), IGNORED))
			.withMessageStartingWith("preferred-networks: '" + network + "' (expected: a network such as 10.0.0.0/8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.2.3/32", "10.1.2.0/24", "10.1.2.2/31", "10.0.0.0/8", "0.0.0.0/0", "10.1.", "10.1",
			"10", "10.1.2.3" })
	void networkContainsItsAddresses(String network) throws UnknownHostException {
		assertThat(Network.parse(network).contains(InetAddress.getByName("10.1.2.3"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fd00::/8", "fd12:", "FD12:", "fd12:0", "fd12:0000:", "FD12:0:0:0:0:0:0:AB" })
	void networkContainsItsIpv6Addresses(String network) throws UnknownHostException {
		assertThat(Network.parse(network).contains(InetAddress.getByName("fd12::ab"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.2.4/32", "10.1.3.0/24", "11.0.0.0/8", "::/0", "1.", "1", "10.1.2.30", "10.10",
			"fd00::/8" })
	void networkContainsNoOthers(String network) throws UnknownHostException {
		assertThat(Network.parse(network).contains(InetAddress.getByName("10.1.2.3"))).isFalse();
		assertThat(Network.parse("10.1").contains(InetAddress.getByName("10.10.2.3"))).isFalse();
		assertThat(Network.parse("fd12:1").contains(InetAddress.getByName("fd12:10::ab"))).isFalse();
	}

	private ChosenAddress choose(URI registry) {
		return new AddressChooser(this.machine).choose(List.of(registry), List.of(), IGNORED);
	}

	/** A machine with the cards and routes of the test. */
	private static final class Machine implements NetworkCards {

		private final Map<String, List<InetAddress>> cards = new LinkedHashMap<>();

		private final Map<URI, InetAddress> routes = new HashMap<>();

		private @Nullable InetAddress defaultSource;

		Machine card(String name, String... addresses) {
			this.cards.put(name, List.of(addresses).stream().map(Machine::address).toList());
			return this;
		}

		Machine route(URI registry, String source) {
			this.routes.put(registry, address(source));
			return this;
		}

		Machine defaultRoute(String source) {
			this.defaultSource = address(source);
			return this;
		}

		@Override
		public List<Card> cards() {
			return this.cards.entrySet().stream().map((card) -> new Card(card.getKey(), card.getValue())).toList();
		}

		@Override
		public @Nullable InetAddress sourceTowards(URI registry) {
			return this.routes.get(registry);
		}

		@Override
		public @Nullable InetAddress sourceTowardsTheWorld() {
			return this.defaultSource;
		}

		private static InetAddress address(String literal) {
			try {
				return InetAddress.getByName(literal);
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

	}

}
