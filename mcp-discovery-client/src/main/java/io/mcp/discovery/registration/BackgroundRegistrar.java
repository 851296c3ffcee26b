package io.mcp.discovery.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.mcp.discovery.registration.RegistrationFailedException.Reason;
import io.mcp.discovery.registration.RegistrationState.Phase;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/** Thread-safe: starts one {@link Registration} at a time. */
final class BackgroundRegistrar implements InstanceRegistrar {

	static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	/**
	 * How long a call takes at most from the choice of its instance to its arrival there:
	 * a new connection within a data centre, and a caller's thread that waits for a
	 * processor meanwhile.
	 */
	static final Duration SETTLE = Duration.ofMillis(100);

	private final RegistryTransport transport;

	private final String namespace;

	private final InstantSource instants;

	private final LongSupplier nanos;

	private final Jitter jitter;

	private final Duration closeTimeout;

	private final Duration settle;

	private volatile @Nullable Registration current;

	private volatile @Nullable Registration stopped;

	BackgroundRegistrar(RegistryTransport transport, String namespace, InstantSource instants, LongSupplier nanos,
			Jitter jitter, Duration closeTimeout, Duration settle) {
		this.transport = transport;
		this.namespace = namespace;
		this.instants = instants;
		this.nanos = nanos;
		this.jitter = jitter;
		this.closeTimeout = closeTimeout;
		this.settle = settle;
	}

	@Override
	public void start(RegistrationPlan plan) {
		begin(plan);
	}

	@Override
	public void registerNow(RegistrationPlan plan, Duration timeout) {
		Registration registration = begin(plan);
		boolean accepted = false;
		try {
			registration.accepted().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			accepted = true;
		}
		catch (TimeoutException ex) {
			throw late(timeout, registration);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RegistrationFailedException refused) {
				throw refused;
			}
			throw new IllegalStateException("A registration fails in one way only", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RegistrationFailedException(Reason.UNREACHABLE,
					"'" + plan.request().serviceName() + "' was not registered: interrupted", List.of());
		}
		finally {
			if (!accepted) {
				stopWithoutDrain(Duration.ofSeconds(1));
			}
		}
	}

	@Override
	public void stop(Duration timeout) {
		stop(timeout, timeout);
	}

	@Override
	public void stopWithoutDrain(Duration timeout) {
		stop(timeout, Duration.ZERO);
	}

	private void stop(Duration timeout, Duration leaveWithin) {
		Registration registration = this.current;
		if (registration == null || registration.state().phase() == Phase.DEREGISTERED) {
			return;
		}
		this.stopped = registration;
		CompletableFuture<Void> ended = registration.stop(leaveWithin);
		try {
			ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// The registry is too slow for the caller; the daemon thread finishes by
			// itself.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A registration ends in one way only", ex);
		}
	}

	@Override
	public void declare(Status status) {
		Registration registration = this.current;
		if (registration != null) {
			registration.declare(status);
		}
	}

	@Override
	public void declareAfter(Duration delay, Status status) {
		Registration registration = this.current;
		if (registration != null) {
			registration.declareAfter(delay, status);
		}
	}

	@Override
	public RegistrationState state() {
		Registration registration = this.current;
		return (registration != null) ? registration.state() : RegistrationState.NOT_STARTED;
	}

	@Override
	public void close() {
		// Who stopped it has waited as long as he would.
		if (this.current != this.stopped) {
			stop(this.closeTimeout);
		}
	}

	private synchronized Registration begin(RegistrationPlan plan) {
		RegistrationState before = state();
		if (before.phase() != Phase.NOT_STARTED && before.phase() != Phase.DEREGISTERED) {
			throw new IllegalStateException("'" + before.serviceName() + "' is registered here already as "
					+ before.instanceId() + " (expected: stop() before another start)");
		}
		String given = plan.request().namespace();
		String chosen = (given != null) ? given : this.namespace;
		Registration registration = new Registration(inNamespace(chosen, plan), new LeaseCalls(this.transport, chosen),
				scheduler(), this.instants, this.nanos, this.jitter, this.settle);
		this.current = registration;
		registration.start();
		return registration;
	}

	private static RegistrationPlan inNamespace(String namespace, RegistrationPlan plan) {
		RegisterRequest plain = plan.request();
		RegisterRequest request = new RegisterRequest(plain.serviceName(), plain.host(), plain.port(), plain.ttl(),
				plain.metadata(), namespace, plain.instanceId(), plain.secure(), plain.status(), plain.weight(),
				plain.zone(), plain.tags(), plain.version(), plain.ephemeral(), plain.healthCheck());
		return new RegistrationPlan(request, plan.renewInterval());
	}

	private static RegistrationFailedException late(Duration timeout, Registration registration) {
		RegistrationState state = registration.state();
		String error = (state.lastError() != null) ? state.lastError() : "no answer yet";
		return new RegistrationFailedException(registration.lastReason(),
				"'" + state.serviceName() + "' was not registered within " + timeout.toMillis() + " ms: " + error,
				List.of());
	}

	private static ScheduledThreadPoolExecutor scheduler() {
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "mcp-heartbeat");
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return scheduler;
	}

}
