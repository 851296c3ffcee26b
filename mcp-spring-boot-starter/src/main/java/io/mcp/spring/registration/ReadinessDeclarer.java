package io.mcp.spring.registration;

import java.time.Duration;

import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.protocol.Status;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;

/**
 * Tells the registry when the application wants traffic and when it does not.
 * <p>
 * Boot says that an application refuses traffic also when its context begins to close, in
 * the same words as in the midst of its life. A closing application is about to drain,
 * which is the same change with everybody's acknowledgement, so that telling both would
 * push two changes to each subscriber and make the drain wait for the first. So the word
 * is passed on after a moment, and not at all where {@link RegistrationLifecycle} has
 * begun to stop by then.
 */
final class ReadinessDeclarer {

	/** Longer than it takes from that event to the first lifecycle that stops. */
	static final Duration PATIENCE = Duration.ofMillis(500);

	private final InstanceRegistrar registrar;

	ReadinessDeclarer(InstanceRegistrar registrar) {
		this.registrar = registrar;
	}

	@EventListener
	void declare(AvailabilityChangeEvent<ReadinessState> event) {
		if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
			this.registrar.declare(Status.UP);
		}
		else {
			this.registrar.declareAfter(PATIENCE, Status.OUT_OF_SERVICE);
		}
	}

}
