package io.mcp.discovery.registration;

import java.time.InstantSource;

import io.mcp.discovery.registration.RegistrationFailedException.Reason;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.protocol.DrainReport;
import io.mcp.protocol.RegisterRequest;
import org.slf4j.Logger;

/**
 * What happened to a registration so far. Written by its thread alone, read by any.
 */
final class RegistrationJournal {

	private final InstantSource instants;

	private volatile RegistrationState state;

	private volatile Reason lastReason = Reason.UNREACHABLE;

	private String lastWarning = "";

	RegistrationJournal(RegisterRequest request, InstantSource instants) {
		this.instants = instants;
		this.state = new RegistrationState(Phase.REGISTERING, instants.instant(), request.serviceName(),
				request.instanceId(), null, null, 0, null, null);
	}

	RegistrationState state() {
		return this.state;
	}

	/** What kind of failure the last one was. */
	Reason lastReason() {
		return this.lastReason;
	}

	/** Failures since the last success. */
	int failures() {
		return this.state.failures();
	}

	void registered(Lease lease) {
		this.lastWarning = "";
		this.state = new RegistrationState(Phase.REGISTERED, this.instants.instant(), lease.serviceName(),
				lease.instanceId(), lease.id(), this.instants.instant(), 0, null, null);
	}

	void renewed() {
		RegistrationState last = this.state;
		this.lastWarning = "";
		this.state = new RegistrationState(last.phase(), last.since(), last.serviceName(), last.instanceId(),
				last.leaseId(), this.instants.instant(), 0, null, null);
	}

	void lost(String why) {
		RegistrationState last = this.state;
		this.state = new RegistrationState(Phase.REGISTERING, this.instants.instant(), last.serviceName(),
				last.instanceId(), null, last.lastHeartbeat(), 0, why, null);
	}

	void failed(Reason reason, String error) {
		RegistrationState last = this.state;
		this.lastReason = reason;
		this.state = new RegistrationState(last.phase(), last.since(), last.serviceName(), last.instanceId(),
				last.leaseId(), last.lastHeartbeat(), last.failures() + 1, error, null);
	}

	void draining() {
		RegistrationState last = this.state;
		this.state = new RegistrationState(Phase.DRAINING, this.instants.instant(), last.serviceName(),
				last.instanceId(), last.leaseId(), last.lastHeartbeat(), 0, null, null);
	}

	void drained(DrainReport report) {
		RegistrationState last = this.state;
		this.state = new RegistrationState(last.phase(), last.since(), last.serviceName(), last.instanceId(),
				last.leaseId(), last.lastHeartbeat(), 0, null, report);
	}

	void deregistered() {
		RegistrationState last = this.state;
		this.state = new RegistrationState(Phase.DEREGISTERED, this.instants.instant(), last.serviceName(),
				last.instanceId(), null, last.lastHeartbeat(), 0, null, last.drain());
	}

	void leftBehind(String error) {
		RegistrationState last = this.state;
		this.state = new RegistrationState(Phase.DEREGISTERED, this.instants.instant(), last.serviceName(),
				last.instanceId(), last.leaseId(), last.lastHeartbeat(), 1, error, last.drain());
	}

	/**
	 * Warns, but says the same thing at DEBUG when it said it last time.
	 * @param format a text with two places, for the service and the message
	 */
	void warnOnce(Logger logger, String format, String message) {
		String service = String.valueOf(this.state.serviceName());
		if (message.equals(this.lastWarning)) {
			logger.debug(format, service, message);
		}
		else {
			logger.warn(format, service, message);
			this.lastWarning = message;
		}
	}

}
