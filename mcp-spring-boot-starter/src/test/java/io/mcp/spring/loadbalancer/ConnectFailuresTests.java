package io.mcp.spring.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectFailuresTests {

	@ParameterizedTest
	@MethodSource
	void nothingWasSent(IOException failure) {
		assertThat(ConnectFailures.isConnectFailure(failure)).isTrue();
	}

	static Stream<IOException> nothingWasSent() {
		return Stream.of(new ConnectException("Connection refused"), new NoRouteToHostException(),
				new UnknownHostException("billing-1"), new HttpConnectTimeoutException("HTTP connect timed out"),
				new SocketTimeoutException("Connect timed out"), new SocketTimeoutException("Connect Timeout"));
	}

	@ParameterizedTest
	@MethodSource
	void requestMayHaveArrived(IOException failure) {
		assertThat(ConnectFailures.isConnectFailure(failure)).isFalse();
	}

	static Stream<IOException> requestMayHaveArrived() {
		return Stream.of(new SocketTimeoutException("Read timed out"), new SocketTimeoutException(),
				new HttpTimeoutException("request timed out"), new SocketException("Connection reset"),
				new IOException("HTTP/1.1 header parser received no bytes"));
	}

}
