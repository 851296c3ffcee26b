package io.mcp.discovery.registration;

import java.time.Instant;

import io.mcp.protocol.DrainReport;
import org.jspecify.annotations.Nullable;

/**
 * Where a registration is.
 *
 * @param phase what is going on
 * @param since when that began; {@code null} before the first start
 * @param serviceName the service; {@code null} before the first start
 * @param instanceId the id, the registry's choice where the plan names none; {@code null}
 * until it is known
 * @param leaseId the lease that is held; {@code null} while none is
 * @param lastHeartbeat when the registry last confirmed the lease
 * @param failures attempts that failed since the last that succeeded
 * @param lastError what the last failure was; {@code null} after a success
 * @param drain who acknowledged that this instance leaves; {@code null} until the
 * registry has told, and where it was not asked
 */
public record RegistrationState(Phase phase, @Nullable Instant since, @Nullable String serviceName,
		@Nullable String instanceId, @Nullable String leaseId, @Nullable Instant lastHeartbeat, int failures,
		@Nullable String lastError, @Nullable DrainReport drain) {

	/** The state before the first start. */
	public static final RegistrationState NOT_STARTED = new RegistrationState(Phase.NOT_STARTED, null, null, null, null,
			null, 0, null, null);

	/** What is going on. */
	public enum Phase {

		/** Nothing yet. */
		NOT_STARTED,
		/** Trying to become listed. */
		REGISTERING,
		/** Listed, as far as the last heartbeat showed. */
		REGISTERED,
		/** Leaving: listed as draining, until everybody has acknowledged that. */
		DRAINING,
		/** Stopped. */
		DEREGISTERED

	}

}
