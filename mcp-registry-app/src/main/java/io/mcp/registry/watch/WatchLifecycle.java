package io.mcp.registry.watch;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.context.SmartLifecycle;

/**
 * Looks after the streams while the registry runs, and ends them before the web server
 * begins its graceful shutdown, which would wait for them.
 */
final class WatchLifecycle implements SmartLifecycle {

	/** Above the phase in which Boot's web servers begin to shut down gracefully. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private static final Duration CHECK = Duration.ofMillis(20);

	/** What a reader that takes nothing gets to take the end of its stream. */
	private static final int CHECKS_UNTIL_ABORT = 75;

	private static final int CHECKS_UNTIL_GIVEN_UP = 100;

	private final LiveWatchHub hub;

	private final ScheduledExecutorService timer;

	private volatile boolean running;

	WatchLifecycle(LiveWatchHub hub, ScheduledExecutorService timer) {
		this.hub = hub;
		this.timer = timer;
	}

	@Override
	public void start() {
		this.running = true;
		this.timer.scheduleWithFixedDelay(this.hub::tick, LiveWatchHub.TICK.toMillis(), LiveWatchHub.TICK.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.hub.end();
		checkEnded(1, callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void checkEnded(int check, Runnable callback) {
		if (this.hub.watching() == 0 || check == CHECKS_UNTIL_GIVEN_UP) {
			callback.run();
			return;
		}
		if (check == CHECKS_UNTIL_ABORT) {
			this.hub.abort();
		}
		this.timer.schedule(() -> checkEnded(check + 1, callback), CHECK.toMillis(), TimeUnit.MILLISECONDS);
	}

}
