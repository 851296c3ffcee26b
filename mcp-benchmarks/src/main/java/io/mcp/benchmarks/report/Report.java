package io.mcp.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one run saw, and where.
 *
 * @param at when it began
 * @param command how to repeat it
 * @param findings what was seen
 */
public record Report(Instant at, String command, Findings findings) {

	/** The whole as Markdown. */
	public String markdown() {
		StringBuilder text = new StringBuilder("# ").append(this.findings.title()).append("\n\n| | |\n|---|---|\n");
		row(text, "date", this.at.truncatedTo(ChronoUnit.SECONDS).toString());
		row(text, "machine", Machine.description());
		row(text, "versions",
				Machine.jdk() + ", Redis " + this.findings.redisVersion() + ", registry at commit " + Machine.commit());
		row(text, "command", '`' + this.command + '`');
		text.append('\n');
		this.findings.setting().forEach((sentence) -> text.append("- ").append(sentence).append('\n'));
		text.append("\n| figure | seen | goal | met |\n|---|---|---|---|\n");
		for (Figure figure : this.findings.figures()) {
			String met = figure.hasGoal() ? (figure.met() ? "yes" : "**no**") : "";
			row(text, figure.name(), figure.value(), figure.goal(), met);
		}
		return text.toString();
	}

	/** Writes it into a file, whose folder is made where it is missing. */
	public void writeTo(Path file) {
		try {
			Path folder = file.toAbsolutePath().getParent();
			if (folder != null) {
				Files.createDirectories(folder);
			}
			Files.writeString(file, markdown());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not write " + file, ex);
		}
	}

	private static void row(StringBuilder text, String... cells) {
		text.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

}
