package io.mcp.spring.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.mcp.discovery.McpDiscovery;
import io.mcp.discovery.NoInstanceException;
import io.mcp.protocol.InstanceInfo;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Sends a request to an instance of the service that its URL names. Thread-safe.
 * <p>
 * Where no connection comes about, nothing was sent, so that any request may go to
 * another instance: up to two others are tried, if that is wanted. Every other failure
 * belongs to the caller. The request's headers stay as they are; the HTTP client derives
 * {@code Host} from the instance's address.
 */
final class LoadBalancedInterceptor implements ClientHttpRequestInterceptor {

	private static final int MAX_TRIES = 3;

	private final Supplier<McpDiscovery> discovery;

	private final int maxTries;

	/**
	 * Creates the interceptor.
	 * @param discovery asked at the first request, so that HTTP clients may exist before
	 * it
	 * @param retry whether other instances are tried
	 */
	LoadBalancedInterceptor(Supplier<McpDiscovery> discovery, RetryProperties retry) {
		this.discovery = discovery;
		this.maxTries = retry.enabled() ? MAX_TRIES : 1;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		McpDiscovery discovery = this.discovery.get();
		ServiceUri uri = ServiceUri.of(request.getURI());
		InstanceInfo instance = discovery.pick(uri.serviceName());
		try {
			return execution.execute(new Redirected(request, uri.at(instance)), body);
		}
		catch (IOException ex) {
			if (!ConnectFailures.isConnectFailure(ex)) {
				throw ex;
			}
			Map<String, IOException> failures = new LinkedHashMap<>();
			failures.put(instance.instanceId(), ex);
			return executeElsewhere(request, body, execution, discovery, uri, failures);
		}
	}

	private ClientHttpResponse executeElsewhere(HttpRequest request, byte[] body, ClientHttpRequestExecution execution,
			McpDiscovery discovery, ServiceUri uri, Map<String, IOException> failures) throws IOException {
		while (failures.size() < this.maxTries) {
			InstanceInfo instance;
			try {
				instance = discovery.pick(uri.serviceName(), failures.keySet());
			}
			catch (NoInstanceException ex) {
				throw noConnection(uri, failures);
			}
			try {
				return execution.execute(new Redirected(request, uri.at(instance)), body);
			}
			catch (IOException ex) {
				if (!ConnectFailures.isConnectFailure(ex)) {
					throw ex;
				}
				failures.put(instance.instanceId(), ex);
			}
		}
		throw noConnection(uri, failures);
	}

	private static ConnectException noConnection(ServiceUri uri, Map<String, IOException> failures) {
		String tried = failures.entrySet()
			.stream()
			.map((failure) -> failure.getKey() + " (" + reason(failure.getValue()) + ")")
			.collect(Collectors.joining(", "));
		ConnectException exception = new ConnectException(
				"No connection to any instance of '%s' that was tried: %s".formatted(uri.serviceName(), tried));
		failures.values().forEach(exception::addSuppressed);
		return exception;
	}

	private static String reason(IOException failure) {
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
	}

	/** The same request for another URI. */
	private static final class Redirected extends HttpRequestWrapper {

		private final URI uri;

		Redirected(HttpRequest request, URI uri) {
			super(request);
			this.uri = uri;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

	}

}
