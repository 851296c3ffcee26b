package io.mcp.discovery.registration;

import java.time.Duration;
import java.util.regex.Pattern;

import io.mcp.protocol.Limits;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * What to register and how often to renew it.
 *
 * @param request the registration; what is absent takes the defaults, the namespace that
 * of the client's settings
 * @param renewInterval time between two heartbeats, shorter than the ttl
 */
public record RegistrationPlan(RegisterRequest request, Duration renewInterval) {

	public RegistrationPlan {
		requireMatch("service-name", request.serviceName(), Limits.NAME);
		requireMatch("instance-id", request.instanceId(), Limits.INSTANCE_ID);
		requireMatch("namespace", request.namespace(), Limits.NAME);
		Duration ttl = ttl(request);
		if (renewInterval.isNegative() || renewInterval.isZero() || renewInterval.compareTo(ttl) >= 0) {
			throw new IllegalArgumentException("renew-interval: " + renewInterval
					+ " (expected: longer than zero and shorter than the ttl of " + ttl + ")");
		}
	}

	/**
	 * A plan that renews after each third of the ttl.
	 * @param request the registration
	 * @return the plan
	 * @throws IllegalArgumentException if a name is not possible; the message names it
	 */
	public static RegistrationPlan of(RegisterRequest request) {
		return new RegistrationPlan(request, ttl(request).dividedBy(3));
	}

	/** The request, declaring this status instead of its own. */
	RegisterRequest requestDeclaring(Status status) {
		RegisterRequest plain = this.request;
		Status own = (plain.status() != null) ? plain.status() : Status.UP;
		return (own == status) ? plain
				: new RegisterRequest(plain.serviceName(), plain.host(), plain.port(), plain.ttl(), plain.metadata(),
						plain.namespace(), plain.instanceId(), plain.secure(), status, plain.weight(), plain.zone(),
						plain.tags(), plain.version(), plain.ephemeral(), plain.healthCheck());
	}

	private static Duration ttl(RegisterRequest request) {
		Integer ttl = request.ttl();
		return (ttl != null) ? Duration.ofSeconds(ttl) : Limits.DEFAULT_TTL;
	}

	private static void requireMatch(String property, @Nullable String value, Pattern expected) {
		if (value != null && !expected.matcher(value).matches()) {
			throw new IllegalArgumentException(
					property + ": '" + value + "' (expected: a name matching " + expected.pattern() + ")");
		}
	}

}
