package io.mcp.registry.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.store.AcknowledgementBoard;
import io.mcp.registry.watch.WatchingReplica.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rounds of acknowledgement over two replicas that share a board. */
class AcknowledgementRoundsTests {

	private static final ServiceKey A = ShownServices.key("a");

	private static final Duration LONG = Duration.ofMinutes(5);

	private final SharedBoard board = new SharedBoard();

	private final WatchingReplica one = new WatchingReplica("one", WatchingReplica.PLENTY, this.board);

	private final WatchingReplica two = new WatchingReplica("two", WatchingReplica.PLENTY, this.board);

	@BeforeEach
	void meet() {
		this.one.alive.add("two");
		this.two.alive.add("one");
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void isCompleteWhenEverySubscriberOfEveryReplicaHasAcknowledged() {
		Reader atOne = this.one.open("a");
		Reader atTwo = this.two.open("a");
		askBoth();
		CompletableFuture<Acknowledgements> answer = collect(LONG);
		this.one.hub.acknowledge(atOne.watch().id(), A, 1);
		this.one.loop.turn();
		assertThat(answer).isNotDone();
		this.two.hub.acknowledge(atTwo.watch().id(), A, 7);
		this.two.loop.turn();
		assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(new Acknowledgements(2, 2, 0));
		assertThat(this.one.meters.get("mcp.registry.change.acknowledged").timer().totalTime(TimeUnit.SECONDS)).isOne();
	}

	@Test
	void anAcknowledgementAtAnotherReplicaIsCountedOnce() {
		Reader atTwo = this.two.open("a");
		Reader alsoAtTwo = this.two.open("a");
		askBoth();
		CompletableFuture<Acknowledgements> answer = collect(LONG);
		this.one.hub.acknowledge(atTwo.watch().id(), A, 1);
		this.two.hub.acknowledge(atTwo.watch().id(), A, 1);
		this.one.hub.acknowledge(atTwo.watch().id(), A, 1);
		await().untilAsserted(() -> {
			this.two.loop.turn();
			assertThat(page().tallies().get("two").acknowledged()).isOne();
		});
		assertThat(answer).isNotDone();
		this.one.hub.acknowledge(alsoAtTwo.watch().id(), A, 1);
		await().until(() -> {
			this.two.loop.turn();
			return answer.isDone();
		});
		assertThat(answer.join()).isEqualTo(new Acknowledgements(2, 2, 0));
	}

	@Test
	void anAcknowledgementReachesAReplicaThatHasSeenTheChangeFromOneThatHasNot() {
		Reader atOne = this.one.open("a");
		ask(this.one);
		this.two.hub.acknowledge(atOne.watch().id(), A, 1);
		CompletableFuture<Acknowledgements> answer = collect(LONG);
		ask(this.two);
		await().until(() -> {
			this.one.loop.turn();
			return answer.isDone();
		});
		assertThat(answer.join()).isEqualTo(new Acknowledgements(1, 1, 0));
	}

	@Test
	void aStreamThatEndsIsNotWaitedForAndOneThatIsBehindJoins() {
		Reader leaves = this.one.open("a");
		Reader acknowledged = this.one.open("a");
		this.one.open("b");
		askBoth();
		CompletableFuture<Acknowledgements> answer = collect(LONG);
		this.one.hub.acknowledge(acknowledged.watch().id(), A, 1);
		this.one.loop.turn();
		Reader behind = this.one.open("a@0");
		this.one.open("a@1");
		leaves.watch().close();
		this.one.loop.turn();
		assertThat(answer).isNotDone();
		this.one.hub.acknowledge(behind.watch().id(), A, 1);
		this.one.loop.turn();
		assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(new Acknowledgements(2, 2, 0));
	}

	@Test
	void aReplicaThatSaysNothingIsSilentUntilItIsKnownToBeGone() {
		this.one.open("a");
		ask(this.one);
		assertThat(collect(Duration.ofMillis(50))).succeedsWithin(Duration.ofSeconds(30))
			.isEqualTo(new Acknowledgements(1, 0, 1));
		this.one.alive.remove("two");
		assertThat(collect(Duration.ofMillis(50))).succeedsWithin(Duration.ofSeconds(30))
			.isEqualTo(new Acknowledgements(1, 0, 0));
	}

	@Test
	void blockingQueriesAndThoseWhoNeedNotAreNotCounted() {
		this.one.alive.remove("two");
		this.one.hub.openQuery(WatchingReplica.request("a@0"), this.one.loop, new Ignorant());
		this.one.open("b");
		ask(this.one);
		assertThat(collect(LONG)).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(new Acknowledgements(0, 0, 0));
	}

	@Test
	void whatIsKnownIsAnsweredWhileTheStoreIsAway() {
		Reader reader = this.one.open("a");
		this.board.away();
		askBoth();
		this.one.hub.acknowledge(reader.watch().id(), A, 1);
		this.one.loop.turn();
		assertThat(collect(Duration.ofMillis(50))).succeedsWithin(Duration.ofSeconds(30))
			.isEqualTo(new Acknowledgements(1, 1, 1));
	}

	@Test
	void anOldRoundIsForgotten() {
		Reader reader = this.one.open("a");
		ask(this.one);
		this.one.pass(Duration.ofSeconds(91));
		this.one.open("a@0");
		this.one.hub.acknowledge(reader.watch().id(), A, 1);
		this.one.loop.turn();
		assertThat(this.one.meters.get("mcp.registry.change.acknowledged").timer().count()).isOne();
		this.one.alive.remove("two");
		assertThat(collect(Duration.ofMillis(50))).as("a new one, of those who do not know yet").satisfies((answer) -> {
			this.one.loop.turn();
			assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(new Acknowledgements(1, 0, 0));
		});
	}

	private void askBoth() {
		ask(this.one);
		ask(this.two);
	}

	private static void ask(WatchingReplica replica) {
		replica.view.putAskingForAcknowledgement("a", "a1", replica.hub).run();
		replica.loop.turn();
	}

	private CompletableFuture<Acknowledgements> collect(Duration wait) {
		return this.one.hub.collector().collect(A, 1, wait).toCompletableFuture();
	}

	private AcknowledgementBoard.Page page() {
		return this.board.read(0, 1).toCompletableFuture().join();
	}

	private static final class Ignorant implements WatchReader {

		@Override
		public void wake() {
		}

		@Override
		public void abort() {
		}

	}

}
