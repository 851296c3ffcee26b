package io.mcp.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.discovery.registration.RegistrationPlan;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.protocol.Status;

/** Writes down what it is told. */
public final class RecordingRegistrar implements InstanceRegistrar {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private volatile RegistrationPlan plan;

	public List<String> events() {
		return this.events;
	}

	public RegistrationPlan plan() {
		return this.plan;
	}

	@Override
	public void start(RegistrationPlan plan) {
		this.plan = plan;
		this.events.add("start");
	}

	@Override
	public void registerNow(RegistrationPlan plan, Duration timeout) {
		this.plan = plan;
		this.events.add("registerNow");
	}

	@Override
	public void stop(Duration timeout) {
		this.events.add("stop " + timeout);
	}

	@Override
	public void stopWithoutDrain(Duration timeout) {
		this.events.add("stopWithoutDrain " + timeout);
	}

	@Override
	public void declareAfter(Duration delay, Status status) {
		this.events.add("declare " + status + " after " + delay);
	}

	@Override
	public void declare(Status status) {
		this.events.add("declare " + status);
	}

	@Override
	public RegistrationState state() {
		return RegistrationState.NOT_STARTED;
	}

	@Override
	public void close() {
		this.events.add("close");
	}

}
