package io.mcp.discovery.transport;

import java.net.URI;
import java.time.Duration;

import io.mcp.protocol.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param <T> what a successful answer holds
 */
public sealed interface RegistryReply<T> {

	/**
	 * The registry answered, be it with a refusal.
	 *
	 * @param <T> what a successful answer holds
	 * @param from the address that answered
	 * @param status HTTP status: 2xx, 304, or 4xx other than 408 and 429
	 * @param value the body of a 2xx answer; {@code null} otherwise, or where none was
	 * expected
	 * @param etag version of the value
	 * @param problem why it was refused; {@code null} below 400
	 */
	record Answer<T>(URI from, int status, @Nullable T value, @Nullable String etag,
			@Nullable Problem problem) implements RegistryReply<T> {

		/** Whether the request was granted. */
		public boolean successful() {
			return this.status < 300;
		}

		/**
		 * Why it was refused, in words.
		 * @return the status and the registry's detail and field errors
		 */
		public String refusal() {
			StringBuilder text = new StringBuilder().append(this.from).append(" answered ").append(this.status);
			if (this.problem != null) {
				text.append(": ")
					.append((this.problem.detail() != null) ? this.problem.detail() : this.problem.title());
				this.problem.errors()
					.forEach((error) -> text.append("; ").append(error.field()).append(": ").append(error.message()));
			}
			return text.toString();
		}

	}

	/**
	 * An address, or every address, gave no answer that counts.
	 *
	 * @param <T> what a successful answer would have held
	 * @param reason what happened, with the addresses
	 * @param answered whether a registry itself reported the failure (5xx, 408, 429);
	 * with {@code false} there was no connection, no answer in time or an unintelligible
	 * one
	 * @param retryAfter how long the registry wants to be left alone, if it said so
	 */
	record Outage<T>(String reason, boolean answered, @Nullable Duration retryAfter) implements RegistryReply<T> {

	}

}
