package io.mcp.discovery.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A question to the registry, whichever of its addresses answers. It may be sent more
 * than once, so it must do no harm when repeated.
 *
 * @param <T> what a successful answer holds
 * @param method HTTP method
 * @param path path and query below the registry's address, with a leading slash
 * @param body what is sent as JSON
 * @param answerType what a successful answer holds; {@code Void} where its body does not
 * matter
 * @param etag the version that is already here
 * @param timeout longest wait for one address, if shorter than the transport's own
 * @param hold how long the registry itself may wait before it answers, beyond the
 * time-out; what cuts such an answer is often a proxy, so it says nothing about an
 * address
 */
public record RegistryRequest<T>(String method, String path, @Nullable Object body, Class<T> answerType,
		@Nullable String etag, @Nullable Duration timeout, Duration hold) {

	/**
	 * A read.
	 * @param <T> what a successful answer holds
	 * @param path path and query
	 * @param answerType what a successful answer holds
	 * @return the request
	 */
	public static <T> RegistryRequest<T> get(String path, Class<T> answerType) {
		return new RegistryRequest<>("GET", path, null, answerType, null, null, Duration.ZERO);
	}

	/**
	 * A write with an answer.
	 * @param <T> what a successful answer holds
	 * @param path path and query
	 * @param body what is sent
	 * @param answerType what a successful answer holds
	 * @return the request
	 */
	public static <T> RegistryRequest<T> post(String path, Object body, Class<T> answerType) {
		return new RegistryRequest<>("POST", path, body, answerType, null, null, Duration.ZERO);
	}

	/**
	 * A message whose answer is its status.
	 * @param path path and query
	 * @param body what is sent
	 * @return the request
	 */
	public static RegistryRequest<Void> post(String path, Object body) {
		return post(path, body, Void.class);
	}

	/**
	 * A write whose answer is its status.
	 * @param path path and query
	 * @param body what is sent
	 * @return the request
	 */
	public static RegistryRequest<Void> put(String path, Object body) {
		return new RegistryRequest<>("PUT", path, body, Void.class, null, null, Duration.ZERO);
	}

	/**
	 * A deletion.
	 * @param path path and query
	 * @return the request
	 */
	public static RegistryRequest<Void> delete(String path) {
		return new RegistryRequest<>("DELETE", path, null, Void.class, null, null, Duration.ZERO);
	}

	/** Whether the registry can answer without its store. */
	boolean read() {
		return "GET".equals(this.method) || this.path.startsWith("/v1/watch");
	}

	/**
	 * The same, answered with 304 where nothing changed.
	 * @param etag the version that is already here; {@code null} asks unconditionally
	 * @return the request
	 */
	public RegistryRequest<T> unless(@Nullable String etag) {
		return new RegistryRequest<>(this.method, this.path, this.body, this.answerType, etag, this.timeout, this.hold);
	}

	/**
	 * The same with a shorter time-out.
	 * @param timeout longest wait for one address
	 * @return the request
	 */
	public RegistryRequest<T> within(Duration timeout) {
		return new RegistryRequest<>(this.method, this.path, this.body, this.answerType, this.etag, timeout, this.hold);
	}

	/**
	 * The same, which the registry may answer later.
	 * @param hold how long it may wait, beyond the time-out
	 * @return the request
	 */
	public RegistryRequest<T> holding(Duration hold) {
		return new RegistryRequest<>(this.method, this.path, this.body, this.answerType, this.etag, this.timeout, hold);
	}

}
