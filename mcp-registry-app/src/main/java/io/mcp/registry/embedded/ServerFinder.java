package io.mcp.registry.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the server of a data folder that is alive: another registry's, or one left behind
 * by a registry that was killed. Two servers on one append-only file would ruin it, so
 * none is started before this has looked.
 */
final class ServerFinder {

	private static final Logger logger = LoggerFactory.getLogger(ServerFinder.class);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int KILL_SECONDS = 5;

	private final RedisFolder folder;

	private final @Nullable Path givenExecutable;

	ServerFinder(RedisFolder folder, @Nullable Path givenExecutable) {
		this.folder = folder;
		this.givenExecutable = givenExecutable;
	}

	/** The folder's server; waits while it loads its data. */
	Optional<RunningServer> find(Deadline deadline) {
		OptionalInt port = this.folder.lastPort();
		if (port.isEmpty()) {
			return Optional.empty();
		}
		try (ServerProbe probe = new ServerProbe(this.folder.password())) {
			ServerAnswer answer = probe.ask(port.getAsInt());
			while (answer instanceof ServerAnswer.Loading && !deadline.hasPassed()) {
				deadline.pause(PAUSE);
				answer = probe.ask(port.getAsInt());
			}
			return server(port.getAsInt(), answer);
		}
	}

	private Optional<RunningServer> server(int port, ServerAnswer answer) {
		if (answer instanceof ServerAnswer.Loading) {
			throw new EmbeddedRedisException(
					"The Redis of '" + this.folder.root() + "' is still loading its data (" + answer + ")",
					"Raise " + EmbeddedRedisProperties.PREFIX + ".start-timeout, or start the registry again later.");
		}
		if (answer instanceof ServerAnswer.Serving serving && serving.dir().equals(this.folder.root())) {
			return ProcessHandle.of(serving.pid())
				.filter((process) -> isOf(process, serving.executable()))
				.map((process) -> new RunningServer(port, serving.version(), process));
		}
		return Optional.empty();
	}

	/** In another container the same number is another process. */
	private static boolean isOf(ProcessHandle process, Path executable) {
		return process.info().command().map(Path::of).filter(executable::equals).isPresent();
	}

	/**
	 * Ends the folder's servers that live without answering: such as have just been
	 * started by a registry that was killed at once, or stopped in their tracks. Only for
	 * a folder that no registry uses.
	 */
	Optional<RunningServer> findOrEnd(Deadline deadline) {
		Optional<RunningServer> found = find(deadline);
		List<ProcessHandle> silent = found.isPresent() ? List.of() : processes();
		Deadline patience = Deadline.in(PATIENCE, deadline.nanoTime());
		while (found.isEmpty() && silent.stream().anyMatch(ProcessHandle::isAlive) && !patience.hasPassed()) {
			deadline.pause(PAUSE);
			found = find(deadline);
		}
		if (found.isEmpty()) {
			silent.stream().filter(ProcessHandle::isAlive).forEach(this::end);
		}
		return found;
	}

	private List<ProcessHandle> processes() {
		Optional<ProcessHandle> last = this.folder.lastProcess();
		return ProcessHandle.allProcesses().filter((process) -> isOfTheFolder(process, last)).toList();
	}

	/**
	 * A bundled program lies in the folder and runs for nobody else. Another is known by
	 * the configuration it is given, until Redis has replaced its arguments by a title,
	 * and from then on by the number that Redis wrote into the folder before.
	 */
	private boolean isOfTheFolder(ProcessHandle process, Optional<ProcessHandle> last) {
		Optional<Path> program = process.info().command().map(Path::of);
		if (program.filter((path) -> path.startsWith(this.folder.bin())).isPresent()) {
			return true;
		}
		String config = this.folder.config().toString();
		return program.filter((path) -> path.equals(this.givenExecutable)).isPresent()
				&& (last.filter(process::equals).isPresent()
						|| process.info().arguments().filter((all) -> List.of(all).contains(config)).isPresent());
	}

	private void end(ProcessHandle process) {
		logger.warn("The Redis process {} of '{}' was left behind and does not answer: ending it", process.pid(),
				this.folder.root());
		process.destroyForcibly();
		process.onExit().completeOnTimeout(process, KILL_SECONDS, TimeUnit.SECONDS).join();
		if (process.isAlive()) {
			throw new EmbeddedRedisException(
					"The Redis process " + process.pid() + " of '" + this.folder.root() + "' does not end",
					"End it by hand, or set " + EmbeddedRedisProperties.PREFIX + ".dir to another folder.");
		}
	}

}
