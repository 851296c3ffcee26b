package io.mcp.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;

import io.mcp.benchmarks.arguments.ArgumentException;
import io.mcp.benchmarks.arguments.Arguments;
import io.mcp.benchmarks.process.Waiting;
import io.mcp.benchmarks.push.PushRun;
import io.mcp.benchmarks.report.Findings;
import io.mcp.benchmarks.report.Report;
import io.mcp.benchmarks.subscribers.SubscribersRun;

/**
 * Starts the run that the first word of the command line names, prints its report, and
 * writes it where {@code --out} says. The only class that knows the system's clocks.
 */
public final class BenchmarksApplication {

	private static final String COMMAND = "java -jar mcp-benchmarks/target/mcp-benchmarks.jar";

	private BenchmarksApplication() {
	}

	/**
	 * Runs to the end.
	 * @param words name of the run, and its arguments
	 */
	public static void main(String... words) {
		try {
			Run run = Run.named((words.length > 0) ? words[0] : "");
			report(run, Arguments.parse(Arrays.asList(words).subList(1, words.length), run.arguments));
		}
		catch (ArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static void report(Run run, Arguments arguments) {
		InstantSource instants = InstantSource.system();
		String command = (COMMAND + ' ' + run.word + ' ' + arguments.asGiven()).strip();
		Report report = new Report(instants.instant(), command, run.start(arguments, new Waiting(System::nanoTime)));
		new PrintStream(System.out, true, StandardCharsets.UTF_8).println(report.markdown());
		String file = arguments.text("out");
		if (file != null) {
			report.writeTo(Path.of(file));
		}
	}

	private enum Run {

		PUSH("push", PushRun.ARGUMENTS) {
			@Override
			Findings start(Arguments arguments, Waiting waiting) {
				return new PushRun(arguments, waiting).run();
			}
		},

		SUBSCRIBERS("subscribers", SubscribersRun.ARGUMENTS) {
			@Override
			Findings start(Arguments arguments, Waiting waiting) {
				return new SubscribersRun(arguments, waiting).run();
			}
		};

		private final String word;

		private final Set<String> arguments;

		Run(String word, Set<String> arguments) {
			this.word = word;
			this.arguments = arguments;
		}

		abstract Findings start(Arguments arguments, Waiting waiting);

		static Run named(String word) {
			return Arrays.stream(values())
				.filter((run) -> run.word.equals(word))
				.findFirst()
				.orElseThrow(() -> new ArgumentException("'" + word + "' is no run (expected: "
						+ String.join(" or ", Arrays.stream(values()).map((run) -> run.word).toList()) + ")"));
		}

	}

}
