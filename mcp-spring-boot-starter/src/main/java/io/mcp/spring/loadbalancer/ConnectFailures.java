package io.mcp.spring.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Tells failures to open a connection, after which nothing can have been sent and any
 * request may go elsewhere, from all others.
 */
final class ConnectFailures {

	private ConnectFailures() {
	}

	static boolean isConnectFailure(IOException failure) {
		return failure instanceof ConnectException || failure instanceof NoRouteToHostException
				|| failure instanceof UnknownHostException || failure instanceof HttpConnectTimeoutException
				|| (failure instanceof SocketTimeoutException && speaksOfConnecting(failure.getMessage()));
	}

	// HttpURLConnection, Apache's and Jetty's client use one type for both timeouts, and
	// only the words differ: "Connect timed out", "Read timed out", "Connect Timeout"
	private static boolean speaksOfConnecting(@Nullable String message) {
		if (message == null) {
			return false;
		}
		String words = message.toLowerCase(Locale.ROOT);
		return words.contains("connect timed out") || words.contains("connect timeout");
	}

}
