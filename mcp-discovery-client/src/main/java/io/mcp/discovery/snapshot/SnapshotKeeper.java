package io.mcp.discovery.snapshot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lists on disk, so that a process which starts while no registry answers has
 * the last ones. Thread-safe. Writes on its own daemon thread, {@code mcp-snapshot}, and
 * makes nobody wait, except that {@link #close} gives the last writing a moment.
 * <p>
 * Nothing here keeps an application from starting or working: what fails is said once,
 * and so is its end.
 */
public final class SnapshotKeeper implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotKeeper.class);

	/** Changes come in groups; what a restart loses by waiting is in the next list. */
	private static final Duration AFTER_A_CHANGE = Duration.ofSeconds(1);

	private static final Duration AT_LEAST_EACH = Duration.ofSeconds(60);

	/** Less is the difference between the clocks that measure ages and tell dates. */
	private static final Duration NEWLY_CONFIRMED = Duration.ofSeconds(1);

	/** By then the addresses may belong to somebody else. */
	private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

	private static final Duration LAST_WRITING = Duration.ofSeconds(1);

	private final SnapshotFile file;

	private final String namespace;

	private final List<URI> registries;

	private final Supplier<List<KnownList>> source;

	private final InstantSource instants;

	private final Duration afterAChange;

	private final ScheduledThreadPoolExecutor scheduler;

	private final AtomicBoolean planned = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	/** What the file holds, as far as this process wrote it; used by the thread alone. */
	private List<KnownList> written = List.of();

	/** Written before the thread starts, and then by it alone. */
	private boolean failing;

	/**
	 * Prepares a keeper; nothing is read or written yet.
	 * @param directory folder of the file
	 * @param namespace namespace of all lists
	 * @param registries addresses of the registry
	 * @param source gives the lists that are known at the moment
	 * @param instants for the dates in the file
	 */
	public SnapshotKeeper(Path directory, String namespace, List<URI> registries, Supplier<List<KnownList>> source,
			InstantSource instants) {
		this(directory, namespace, registries, source, instants, AFTER_A_CHANGE);
	}

	SnapshotKeeper(Path directory, String namespace, List<URI> registries, Supplier<List<KnownList>> source,
			InstantSource instants, Duration afterAChange) {
		this.file = new SnapshotFile(directory, namespace);
		this.namespace = namespace;
		this.registries = List.copyOf(registries);
		this.source = source;
		this.instants = instants;
		this.afterAChange = afterAChange;
		this.scheduler = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "mcp-snapshot");
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Reads the lists of an earlier process, once, before {@link #start}. Blocks while it
	 * reads.
	 * @return the lists; empty where there are none that can be used, which the log then
	 * explains
	 */
	public List<KnownList> load() {
		try {
			Snapshot snapshot = this.file.read();
			return (snapshot != null) ? usable(snapshot) : List.of();
		}
		catch (MalformedSnapshotException ex) {
			setAside(ex);
		}
		catch (IOException ex) {
			logger.warn(
					"The snapshot {} cannot be used, so that a restart without a registry finds nobody: {}. "
							+ "Mend that, or name another folder in 'snapshot.directory'",
					this.file.path(), explain(ex));
			this.failing = true;
		}
		return List.of();
	}

	/** Begins to write: each minute as long as the registry confirms the lists. */
	public void start() {
		this.scheduler.execute(this::tidy);
		this.scheduler.scheduleWithFixedDelay(() -> write(true), AT_LEAST_EACH.toNanos(), AT_LEAST_EACH.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	/**
	 * Writes soon where a list has changed; one that was only confirmed can wait for the
	 * next minute. Returns at once.
	 */
	public void changed() {
		if (this.planned.compareAndSet(false, true)) {
			this.scheduler.schedule(() -> {
				this.planned.set(false);
				write(false);
			}, this.afterAChange.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/** Writes for the last time and ends the thread. Closing twice is harmless. */
	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		try {
			this.scheduler.submit(() -> write(true)).get(LAST_WRITING.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			logger.info("The snapshot {} is left as it was: the disk is too slow", this.file.path());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Writing a snapshot reports failures in the log", ex);
		}
		finally {
			this.scheduler.shutdown();
		}
	}

	private List<KnownList> usable(Snapshot snapshot) {
		if (!snapshot.isOf(this.namespace, this.registries)) {
			logger.info("The snapshot {} is not used: it is of namespace '{}' of the registry at {}", this.file.path(),
					snapshot.namespace(), snapshot.registries());
			return List.of();
		}
		logger.debug("The snapshot {} of {} holds {} services with {} instances", this.file.path(),
				snapshot.writtenAt(), snapshot.lists().size(), snapshot.instances());
		Instant tooOld = this.instants.instant().minus(FORGOTTEN_AFTER);
		return snapshot.lists().stream().filter((known) -> known.confirmedAt().isAfter(tooOld)).toList();
	}

	private void setAside(MalformedSnapshotException why) {
		try {
			Path aside = this.file.setAside();
			logger.warn("The snapshot {} is not used: {}. It is kept as {}", this.file.path(), why.getMessage(), aside);
		}
		catch (IOException ex) {
			logger.warn("The snapshot {} is not used: {}. It could not be set aside: {}", this.file.path(),
					why.getMessage(), explain(ex));
		}
	}

	private void tidy() {
		try {
			this.file.deleteAbandoned(this.instants.instant());
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("What a crash left behind beside {} stays there", this.file.path(), ex);
		}
	}

	private void write(boolean confirmationsToo) {
		// A list without instances helps nobody, and its file would replace a better one
		List<KnownList> lists = this.source.get()
			.stream()
			.filter((known) -> !known.list().instances().isEmpty())
			.toList();
		if (lists.isEmpty() || !isNews(lists, confirmationsToo)) {
			return;
		}
		try {
			this.file.write(new Snapshot(this.namespace, this.registries, this.instants.instant(), lists));
			this.written = lists;
			if (this.failing) {
				logger.info("The snapshot {} is written again", this.file.path());
				this.failing = false;
			}
		}
		catch (IOException ex) {
			failed(explain(ex));
		}
	}

	private void failed(String reason) {
		if (this.failing) {
			logger.debug("The snapshot {} still cannot be written: {}", this.file.path(), reason);
		}
		else {
			logger.warn("The snapshot {} cannot be written, a restart without a registry would find an older one: {}",
					this.file.path(), reason);
			this.failing = true;
		}
	}

	private boolean isNews(List<KnownList> lists, boolean confirmationsToo) {
		if (lists.size() != this.written.size()) {
			return true;
		}
		for (int i = 0; i < lists.size(); i++) {
			KnownList now = lists.get(i);
			KnownList then = this.written.get(i);
			if (!now.list().equals(then.list())
					|| confirmationsToo && now.confirmedAt().isAfter(then.confirmedAt().plus(NEWLY_CONFIRMED))) {
				return true;
			}
		}
		return false;
	}

	/** Java's own messages are but the path. */
	private static String explain(IOException failure) {
		if (failure instanceof FileSystemException file) {
			String reason = (file.getReason() != null) ? file.getReason() : failure.getClass().getSimpleName();
			return file.getFile() + ": " + reason;
		}
		return String.valueOf(failure.getMessage());
	}

}
