package io.mcp.registry.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One registry's hold on the Redis of a data folder.
 * <p>
 * The server outlives no registry in good order, but it may serve several and it does
 * outlive one that is killed. So nobody remembers who started it; instead, under a lock,
 * <ul>
 * <li>{@link #start()} takes the server that is alive, whosever it is, and starts one
 * only where none is alive and no registry uses the folder;
 * <li>a server that dies is started again, on its port, by the first of its users that
 * notices;
 * <li>{@link #close()} ends the server unless another registry uses it.
 * </ul>
 * Thread-safe, but to be started once and closed once.
 */
final class EmbeddedRedis implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedRedis.class);

	private static final Duration PAUSE = Duration.ofMillis(200);

	private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

	private static final int END_SECONDS = 10;

	private final EmbeddedRedisProperties properties;

	private final Path path;

	private final LongSupplier nanoTime;

	private final RestartDelay restartDelay;

	private final ScheduledExecutorService keeper;

	private volatile @Nullable Hold hold;

	private volatile boolean closing;

	/**
	 * Does nothing yet.
	 * @param properties what the operator wishes
	 * @param home the user's home, for the default data folder
	 * @param nanoTime the clock for waits
	 */
	EmbeddedRedis(EmbeddedRedisProperties properties, Path home, LongSupplier nanoTime) {
		this.properties = properties;
		this.path = properties.folder(home);
		this.nanoTime = nanoTime;
		this.restartDelay = new RestartDelay(nanoTime);
		this.keeper = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "mcp-embedded-redis");
			thread.setDaemon(true);
			return thread;
		});
	}

	/** Comes back once the server serves; throws {@link EmbeddedRedisException}. */
	void start() {
		RedisFolder folder = RedisFolder.open(this.path);
		Deadline deadline = deadline();
		Optional<Hold> taken = take(folder, deadline);
		while (taken.isEmpty()) {
			if (deadline.hasPassed()) {
				throw unreachable(folder);
			}
			deadline.pause(PAUSE);
			taken = take(folder, deadline);
		}
		this.hold = taken.get();
		watch(taken.get().server());
	}

	/**
	 * Nothing where a registry uses the folder whose server is not to be seen from here:
	 * it will start it again, or both are in another container, where a second server on
	 * the same files would ruin them.
	 */
	private Optional<Hold> take(RedisFolder folder, Deadline deadline) {
		return new StartStopLock(folder.startStopLock()).holding(deadline, () -> {
			ServerUsers users = new ServerUsers(folder.users());
			boolean used = users.count() > 0;
			ServerFinder finder = new ServerFinder(folder, this.properties.executable());
			Optional<RunningServer> found = used ? finder.find(deadline) : finder.findOrEnd(deadline);
			if (found.isPresent()) {
				return Optional.of(hold(folder, users.join(), found.get(), "using the running"));
			}
			return used ? Optional.empty() : Optional.of(launch(folder, users.join(), deadline));
		});
	}

	private Hold launch(RedisFolder folder, ServerUsers.User user, Deadline deadline) {
		boolean launched = false;
		try {
			RunningServer server = new ServerLauncher(folder, executable(folder)).launch(deadline);
			launched = true;
			return hold(folder, user, server, "started the");
		}
		finally {
			if (!launched) {
				user.leave();
			}
		}
	}

	private Hold hold(RedisFolder folder, ServerUsers.User user, RunningServer server, String how) {
		logger.info("{}: {} {}Redis {} on {}:{}, data in {} (append-only)",
				Boolean.TRUE.equals(this.properties.enabled()) ? EmbeddedRedisProperties.PREFIX + ".enabled is true"
						: "No spring.data.redis.* configured",
				how, (this.properties.executable() == null) ? "bundled " : "", server.version(), ServerProbe.HOST,
				server.port(), folder.root());
		return new Hold(folder, user, server);
	}

	private RedisExecutable executable(RedisFolder folder) {
		Path given = this.properties.executable();
		return (given != null) ? RedisExecutable.given(given) : RedisExecutable.bundled(folder.bin());
	}

	private EmbeddedRedisException unreachable(RedisFolder folder) {
		return new EmbeddedRedisException(
				"The data folder '" + folder.root()
						+ "' is in use by another registry whose embedded Redis cannot be reached from here (another"
						+ " container or machine?)",
				"Give each registry its own " + EmbeddedRedisProperties.PREFIX
						+ ".dir, or let them share a Redis of your own by spring.data.redis.*.");
	}

	private Deadline deadline() {
		return Deadline.in(this.properties.startTimeout(), this.nanoTime);
	}

	/**
	 * The server as it was last seen. Its port stays the same for as long as this lives.
	 */
	RunningServer server() {
		return required().server();
	}

	/** The data folder. */
	Path folder() {
		return required().folder().root();
	}

	/** What the server asks of its clients. */
	String password() {
		return required().folder().password();
	}

	private Hold required() {
		Hold current = this.hold;
		if (current == null) {
			throw new IllegalStateException("The embedded Redis has not been started");
		}
		return current;
	}

	private void watch(RunningServer server) {
		server.process().onExit().thenRunAsync(this::serverEnded, this.keeper);
	}

	private void serverEnded() {
		if (!this.closing) {
			Hold current = required();
			Duration delay = this.restartDelay.next();
			logger.warn("The embedded Redis on {}:{} (process {}) ended by itself, starting it again in {} ms; see {}",
					ServerProbe.HOST, current.server().port(), current.server().process().pid(), delay.toMillis(),
					current.folder().log());
			restartIn(delay, true);
		}
	}

	private void restartIn(Duration delay, boolean tell) {
		this.keeper.schedule(() -> restart(tell), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void restart(boolean tell) {
		try {
			RunningServer server = restarted(required());
			logger.info("The embedded Redis on {}:{} is back (process {})", ServerProbe.HOST, server.port(),
					server.process().pid());
			watch(server);
		}
		catch (EmbeddedRedisException ex) {
			if (!this.closing) {
				logger.atLevel(tell ? Level.WARN : Level.DEBUG)
					.setCause(ex)
					.log("The embedded Redis could not be started again; trying on");
				restartIn(this.restartDelay.next(), false);
			}
		}
	}

	private RunningServer restarted(Hold current) {
		Deadline deadline = deadline();
		RedisFolder folder = current.folder();
		return new StartStopLock(folder.startStopLock()).holding(deadline, () -> {
			int port = current.server().port();
			RunningServer server = new ServerFinder(folder, this.properties.executable()).find(deadline)
				.or(() -> new ServerLauncher(folder, executable(folder)).launch(port, deadline))
				.orElseThrow(() -> new EmbeddedRedisException(
						"Something else listens on the port of the embedded Redis, " + ServerProbe.HOST + ":" + port,
						"End it, or start the registry again."));
			this.hold = new Hold(folder, current.user(), server);
			return server;
		});
	}

	/** Ends the server, unless another registry uses it. Its data stay. */
	@Override
	public void close() {
		Hold current = this.hold;
		boolean closed = this.closing;
		this.closing = true;
		this.keeper.shutdownNow();
		if (closed || current == null) {
			return;
		}
		try {
			int others = new StartStopLock(current.folder().startStopLock())
				.holding(Deadline.in(CLOSE_PATIENCE, this.nanoTime), this::leave);
			if (others > 0) {
				logger.info("The embedded Redis on {}:{} stays for {} other user(s)", ServerProbe.HOST,
						current.server().port(), others);
			}
		}
		catch (EmbeddedRedisException ex) {
			current.user().leave();
			logger.warn("The embedded Redis on {}:{} is left to the next registry of its folder", ServerProbe.HOST,
					current.server().port(), ex);
		}
	}

	/** How many others there are; without any, ends the server. */
	private int leave() {
		Hold current = required();
		current.user().leave();
		int others = new ServerUsers(current.folder().users()).count();
		if (others == 0) {
			end(current.server());
		}
		return others;
	}

	private static void end(RunningServer server) {
		ProcessHandle process = server.process();
		process.destroy();
		process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
		if (process.isAlive()) {
			logger.warn("The embedded Redis (process {}) did not end within {} s: killing it", process.pid(),
					END_SECONDS);
			process.destroyForcibly();
			process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
		}
	}

	/** What this registry has: all of it changes together. */
	private record Hold(RedisFolder folder, ServerUsers.User user, RunningServer server) {
	}

}
