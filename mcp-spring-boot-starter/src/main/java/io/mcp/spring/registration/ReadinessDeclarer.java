package io.mcp.spring.registration;

import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.protocol.Status;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;

/** Tells the registry when the application wants traffic and when it does not. */
final class ReadinessDeclarer {

	private final InstanceRegistrar registrar;

	ReadinessDeclarer(InstanceRegistrar registrar) {
		this.registrar = registrar;
	}

	@EventListener
	void declare(AvailabilityChangeEvent<ReadinessState> event) {
		this.registrar
			.declare((event.getState() == ReadinessState.ACCEPTING_TRAFFIC) ? Status.UP : Status.OUT_OF_SERVICE);
	}

}
