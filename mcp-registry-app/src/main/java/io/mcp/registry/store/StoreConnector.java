package io.mcp.registry.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Opens the connection in the background, however long Redis takes to come, so that a
 * registry that starts before its Redis waits instead of dying.
 */
final class StoreConnector implements SmartLifecycle, StoreReadiness {

	/** After the connection factory (0), before everything that reads or writes. */
	static final int PHASE = 100;

	private static final Logger logger = LoggerFactory.getLogger(StoreConnector.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final StoreConnection connection;

	private final CompletableFuture<Void> connected = new CompletableFuture<>();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile @Nullable Thread thread;

	StoreConnector(StoreConnection connection) {
		this.connection = connection;
	}

	@Override
	public CompletionStage<Void> connected() {
		return this.connected.minimalCompletionStage();
	}

	@Override
	public void start() {
		Thread connecting = new Thread(this::connect, "mcp-store-connect");
		connecting.setDaemon(true);
		connecting.setUncaughtExceptionHandler(
				(thread, failure) -> logger.error(
						"The attempt to reach Redis failed in a way that no repetition mends, and reads and writes are "
								+ "answered with 503: correct spring.data.redis.* and start this process again",
						failure));
		this.thread = connecting;
		connecting.start();
	}

	@Override
	public void stop() {
		this.stopped.countDown();
		Thread connecting = this.thread;
		if (connecting != null) {
			connecting.interrupt();
		}
		this.thread = null;
		this.connection.close();
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void connect() {
		boolean said = false;
		try {
			do {
				try {
					this.connection.open();
					this.connected.complete(null);
					return;
				}
				catch (OtherPartitionsException ex) {
					if (!said) {
						logger.error("This replica serves nothing: {}", ex.getMessage());
						said = true;
					}
				}
				catch (RedisException | DataAccessException | StoreUnavailableException ex) {
					if (!said) {
						logger.warn("Redis cannot be reached yet; trying again until it can, reads and writes are "
								+ "answered with 503 meanwhile: {}", rootMessage(ex));
						said = true;
					}
					logger.debug("Another attempt to reach Redis failed", ex);
				}
			}
			while (!this.stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
			root = cause;
		}
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getSimpleName();
	}

}
