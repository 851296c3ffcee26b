package io.mcp.spring.registration;

import java.time.Duration;
import java.util.Optional;

import io.mcp.discovery.address.ChosenAddress;
import io.mcp.discovery.registration.InstanceRegistrar;
import io.mcp.discovery.registration.RegistrationState;
import io.mcp.spring.registration.RegistrationPlanner.Planned;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Ties the registration to the application's life.
 * <p>
 * Phases are what this class is about. Its own is the last to start and the first to
 * stop: {@link #start} finds the web server listening, so that the real port is known,
 * and when {@link #stop} returns, every subscriber of the registry has said that it calls
 * this instance no more, the instance is off the list, and calls that were on their way
 * have arrived. Only then does Boot's graceful shutdown (1024 phases lower) let the
 * server refuse new calls and finish what it has. Between start and stop, only the
 * application's readiness puts the instance on the list, because until then Boot's own
 * health answers 503. A context that is stopped and started again, or restored from a
 * checkpoint, gets no second ready event; it is listed again as soon as it starts.
 */
final class RegistrationLifecycle
		implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent>, McpRegistration {

	private static final Logger logger = LoggerFactory.getLogger(RegistrationLifecycle.class);

	/** The last to start and the first to stop. */
	static final int PHASE = Integer.MAX_VALUE;

	/** How long a start that must not fail may wait for the registry. */
	private static final Duration FAIL_FAST_TIMEOUT = Duration.ofSeconds(10);

	/** How long an application that does not drain waits until it is off the list. */
	private static final Duration DEREGISTRATION_TIMEOUT = Duration.ofSeconds(3);

	private final ApplicationContext application;

	private final InstanceRegistrar registrar;

	private final RegistrationPlanner planner;

	private final LocalServer server;

	private final boolean failFast;

	private final Duration drainTimeout;

	private final Object monitor = new Object();

	private volatile @Nullable Planned planned;

	private volatile boolean running;

	private boolean ready;

	RegistrationLifecycle(ApplicationContext application, InstanceRegistrar registrar, RegistrationPlanner planner,
			LocalServer server, boolean failFast, Duration drainTimeout) {
		this.application = application;
		this.registrar = registrar;
		this.planner = planner;
		this.server = server;
		this.failFast = failFast;
		this.drainTimeout = drainTimeout;
	}

	@Override
	public void start() {
		synchronized (this.monitor) {
			if (this.server.isSimulated() && !this.planner.hasPort()) {
				logger.info(
						"Not registering: a test plays the web server, and 'mcp.discovery.registration.port' is not set");
			}
			else {
				this.planned = this.planner.plan(this.server);
			}
			this.running = true;
			registerIfReady();
		}
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.application) {
			return; // A child context, whose events arrive here too
		}
		synchronized (this.monitor) {
			this.ready = true;
			registerIfReady();
		}
	}

	private void registerIfReady() {
		Planned planned = this.planned;
		if (!this.ready || !this.running || planned == null) {
			return;
		}
		logger.info("Registering '{}' at {}:{} ({})", planned.registration().request().serviceName(),
				planned.registration().request().host(), planned.registration().request().port(),
				planned.address().reason());
		if (this.failFast) {
			this.registrar.registerNow(planned.registration(), FAIL_FAST_TIMEOUT);
		}
		else {
			this.registrar.start(planned.registration());
		}
	}

	@Override
	public void stop() {
		synchronized (this.monitor) {
			this.running = false;
			if (this.drainTimeout.isZero()) {
				this.registrar.stopWithoutDrain(DEREGISTRATION_TIMEOUT);
			}
			else {
				this.registrar.stop(this.drainTimeout);
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	// As the web server, which goes on answering while a context is paused
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public RegistrationState state() {
		return this.registrar.state();
	}

	@Override
	public Optional<ChosenAddress> address() {
		return Optional.ofNullable(this.planned).map(Planned::address);
	}

	@Override
	public Optional<Integer> port() {
		return Optional.ofNullable(this.planned).map((planned) -> planned.registration().request().port());
	}

}
