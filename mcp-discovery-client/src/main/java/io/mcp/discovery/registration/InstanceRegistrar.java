package io.mcp.discovery.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;

import io.mcp.protocol.Status;

/**
 * Keeps one instance listed: registers it, renews its lease, registers it again when the
 * registry forgot it, drains and deregisters it. Thread-safe. All of it happens on one
 * daemon thread, {@code mcp-heartbeat}; nothing here waits for the registry unless it
 * says so.
 */
public interface InstanceRegistrar extends AutoCloseable {

	/**
	 * Creates a registrar.
	 * @param transport what reaches the registry
	 * @param namespace the namespace of plans that name none
	 * @param instants for the dates in {@link #state()}
	 * @param nanos for measuring time
	 * @param jitter for spreading load
	 * @return a registrar that is not started
	 */
	static InstanceRegistrar create(RegistryTransport transport, String namespace, InstantSource instants,
			LongSupplier nanos, Jitter jitter) {
		return new BackgroundRegistrar(transport, namespace, instants, nanos, jitter, BackgroundRegistrar.CLOSE_TIMEOUT,
				BackgroundRegistrar.SETTLE);
	}

	/**
	 * Registers in the background, again and again until the registry accepts.
	 * @param plan what to register
	 * @throws IllegalStateException if it is already started; after {@link #stop} it can
	 * be started again
	 */
	void start(RegistrationPlan plan);

	/**
	 * Registers and waits for the outcome. After a failure nothing goes on in the
	 * background.
	 * @param plan what to register
	 * @param timeout longest wait
	 * @throws RegistrationFailedException if the registry was not reached in time or
	 * refused
	 * @throws IllegalStateException if it is already started
	 */
	void registerNow(RegistrationPlan plan, Duration timeout);

	/**
	 * Drains, deregisters with the lease id, and stops. When it returns in time, every
	 * subscriber of the registry has either acknowledged that it no longer calls this
	 * instance or let the time pass, and calls that were on their way have had a moment
	 * to arrive: the caller may close his server. Where the registry cannot drain, it
	 * deregisters all the same. From the beginning of this call on, nothing declares
	 * another status. Does nothing where it is not started.
	 * @param timeout longest wait for all of it; zero and less waits for nothing. The
	 * instance leaves the lists with its lease where that is too short
	 */
	void stop(Duration timeout);

	/**
	 * Deregisters as {@link #stop} does, but without draining: subscribers hear of it and
	 * are not asked to acknowledge.
	 * @param timeout longest wait for the registry
	 */
	void stopWithoutDrain(Duration timeout);

	/**
	 * Declares a status instead of the plan's. The registry hears of it at once where the
	 * instance is registered, and with each later registration until {@link #stop}. Does
	 * nothing where it is not started or the status is declared already.
	 * @param status what the instance says about itself
	 */
	void declare(Status status);

	/**
	 * Declares a status as {@link #declare} does, but only after a moment, and not at all
	 * if {@link #declare}, another call of this method, {@link #stop} or
	 * {@link #stopWithoutDrain} comes first.
	 * @param delay the moment
	 * @param status what the instance then says about itself
	 */
	void declareAfter(Duration delay, Status status);

	/**
	 * Where it is.
	 * @return a snapshot
	 */
	RegistrationState state();

	/**
	 * Stops as {@link #stop} does, within a few seconds, and does not wait again after
	 * {@link #stop} or {@link #stopWithoutDrain}.
	 */
	@Override
	void close();

}
