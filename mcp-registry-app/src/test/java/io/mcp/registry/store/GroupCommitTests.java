package io.mcp.registry.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import io.lettuce.core.RedisCommandTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommitTests {

	private final List<List<Integer>> groups = new ArrayList<>();

	private final List<CompletableFuture<List<String>>> answers = new ArrayList<>();

	private final GroupCommit<Integer, String> commit = new GroupCommit<>((group) -> {
		this.groups.add(group);
		CompletableFuture<List<String>> answer = new CompletableFuture<>();
		this.answers.add(answer);
		return answer;
	}, 3, 5);

	@Test
	void aLoneRequestGoesAtOnce() {
		this.commit.submit(1);
		assertThat(this.groups).containsExactly(List.of(1));
	}

	@Test
	void whatArrivesMeanwhileGoesTogetherInOrderAndInBoundedGroups() {
		List<CompletionStage<String>> stages = IntStream.rangeClosed(1, 6).mapToObj(this.commit::submit).toList();
		this.answers.get(0).complete(List.of("one"));
		this.answers.get(1).complete(List.of("two", "three", "four"));
		this.answers.get(2).complete(List.of("five", "six"));
		assertThat(this.groups).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6));
		assertThat(stages).extracting((stage) -> stage.toCompletableFuture().join())
			.containsExactly("one", "two", "three", "four", "five", "six");
	}

	@Test
	void tooManyWaitingAreRefusedAndTheRestGoesOn() {
		List<CompletionStage<String>> stages = IntStream.rangeClosed(1, 7).mapToObj(this.commit::submit).toList();
		assertThat(stages.get(6)).isCompletedExceptionally()
			.failsWithin(java.time.Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(StoreUnavailableException.class)
			.withMessageContaining("5 writes of this partition are waiting");
		this.answers.get(0).complete(List.of("one"));
		assertThat(this.groups.get(1)).containsExactly(2, 3, 4);
	}

	@Test
	void aFailedGroupFailsItsOwnRequestsOnly() {
		CompletionStage<String> first = this.commit.submit(1);
		CompletionStage<String> second = this.commit.submit(2);
		this.answers.get(0).completeExceptionally(new RedisCommandTimeoutException("slow"));
		this.answers.get(1).complete(List.of("two"));
		assertThat(first).failsWithin(java.time.Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(StoreUnavailableException.class);
		assertThat(second).isCompletedWithValue("two");
	}

	@Test
	void aStoreThatRefusesAtOnceDoesNotGrowTheStack() {
		List<Integer> seen = new ArrayList<>();
		CompletableFuture<List<String>> gate = new CompletableFuture<>();
		GroupCommit<Integer, String> refusing = new GroupCommit<>((group) -> {
			seen.addAll(group);
			if (seen.size() == 1) {
				return gate;
			}
			throw new StoreUnavailableException("away", java.time.Duration.ofSeconds(1), null);
		}, 1, 50_000);
		IntStream.range(0, 50_000).forEach(refusing::submit);
		gate.complete(List.of("first"));
		assertThat(seen).hasSize(50_000);
	}

}
