package io.mcp.registry.store;

import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WriteHealthTests {

	private static final String FAILS = "Writes fail";

	private static final String WORKS = "Redis takes writes again";

	private final WriteHealth health = new WriteHealth();

	@Test
	void saysOnceWhyWritesFailAndOnceThatTheyWorkAgain(CapturedOutput output) {
		works("a");
		fails("a", new RedisCommandExecutionException("OOM command not allowed"));
		fails("a", new RedisCommandExecutionException("OOM command not allowed"));
		assertThat(output).containsOnlyOnce(FAILS).contains("(a): Redis refused: OOM command not allowed");
		works("a");
		works("a");
		assertThat(output).containsOnlyOnce(WORKS);
		fails("a", new RedisCommandExecutionException("OOM command not allowed"));
		assertThat(output.getAll().split(FAILS)).hasSize(3);
	}

	@Test
	void aQueueThatWorksDoesNotSpeakForOneThatFails(CapturedOutput output) {
		fails("changes", new RedisCommandExecutionException("OOM command not allowed"));
		works("renewals");
		fails("changes", new RedisCommandExecutionException("OOM command not allowed"));
		assertThat(output).containsOnlyOnce(FAILS).doesNotContain(WORKS);
		works("changes");
		assertThat(output).containsOnlyOnce(WORKS);
	}

	@Test
	void anOutageIsOneLineWhateverItLooksLike(CapturedOutput output) {
		fails("a", new RedisCommandTimeoutException("Command timed out"));
		fails("b", new RedisException("Currently not connected"));
		fails("a", new RedisException("Currently not connected"));
		assertThat(output).containsOnlyOnce(FAILS).contains("Redis did not answer: Command timed out");
	}

	@Test
	void saysSoWhenWritesFailInAnotherWay(CapturedOutput output) {
		fails("a", new RedisException("Currently not connected"));
		fails("b", new RedisCommandExecutionException("READONLY You can't write against a read only replica."));
		assertThat(output).contains("(b): Redis refused: READONLY");
	}

	@Test
	void aRedisThatWasNeverReachedIsNotItsConcern(CapturedOutput output) {
		assertThat(this.health.watching("a", () -> {
			throw StoreFailures.notConnected();
		})).isCompletedExceptionally();
		assertThat(output).doesNotContain(FAILS);
	}

	private void works(String queue) {
		assertThat(this.health.watching(queue, () -> CompletableFuture.completedStage("done")))
			.isCompletedWithValue("done");
	}

	private void fails(String queue, RedisException failure) {
		assertThat(this.health.watching(queue, () -> CompletableFuture.failedStage(failure)))
			.isCompletedExceptionally();
	}

}
