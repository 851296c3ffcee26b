package io.mcp.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CutNetworkTests {

	private final ServerSocket server;

	private final CutNetwork network;

	CutNetworkTests() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		this.network = CutNetwork.to(this.server.getLocalPort());
	}

	@AfterEach
	void close() throws IOException {
		this.network.close();
		this.server.close();
	}

	@Test
	void carriesBytesBothWaysAndTheEndOfEach() throws IOException {
		try (Socket near = connect(); Socket far = this.server.accept()) {
			near.getOutputStream().write(1);
			assertThat(far.getInputStream().read()).isEqualTo(1);
			far.getOutputStream().write(2);
			assertThat(near.getInputStream().read()).isEqualTo(2);

			near.shutdownOutput();
			assertThat(far.getInputStream().read()).isEqualTo(-1);
			far.shutdownOutput();
			assertThat(near.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void aCutResetsWhatIsOpenAndWhatIsNew() throws IOException {
		try (Socket near = connect(); Socket far = this.server.accept()) {
			near.getOutputStream().write(1);
			assertThat(far.getInputStream().read()).isEqualTo(1);

			this.network.cut();

			assertThatExceptionOfType(IOException.class).isThrownBy(() -> near.getInputStream().read());
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> far.getInputStream().read());
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect().getInputStream().read());
		}
		this.network.heal();
		carriesBytesBothWaysAndTheEndOfEach();
	}

	@Test
	void aHeldNetworkDeliversAfterwards() throws IOException {
		try (Socket near = connect(); Socket far = this.server.accept()) {
			this.network.hold();
			near.getOutputStream().write(1);
			far.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> far.getInputStream().read());

			this.network.heal();
			far.setSoTimeout(10_000);
			assertThat(far.getInputStream().read()).isEqualTo(1);
		}
	}

	@Test
	void aDelayTakesItsTime() throws IOException {
		try (Socket near = connect(); Socket far = this.server.accept()) {
			this.network.delay(Duration.ofMillis(200));
			long sent = System.nanoTime();
			near.getOutputStream().write(1);
			assertThat(far.getInputStream().read()).isEqualTo(1);
			assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		}
	}

	@Test
	void aConnectionToNobodyIsReset() throws IOException {
		this.server.close();
		try (Socket near = connect()) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> near.getInputStream().read());
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.connect(new InetSocketAddress("127.0.0.1", this.network.port()));
		socket.setSoTimeout(10_000);
		return socket;
	}

}
