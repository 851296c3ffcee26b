package io.mcp.registry.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mcp.protocol.Change;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.store.StoredChange;
import io.mcp.registry.watch.WatchingReplica.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchHubTests {

	private final WatchingReplica replica = new WatchingReplica();

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void tellsTheWholeOfWhatTheReaderDoesNotHaveAndNothingOfWhatHeHas() {
		this.replica.put("a", "a1");
		this.replica.put("b", "b1");
		assertThat(this.replica.open("a", "b@2").read()).containsExactly("a[a1]@1");
		assertThat(this.replica.open("a@1", "b@7").read()).containsExactly("b[b1]@2");
	}

	@Test
	void anUnknownServiceIsAnEmptyListUnderTheNameThatWasAskedFor() {
		Reader reader = this.replica.open("Nobody");
		assertThat(reader.read()).containsExactly("Nobody[]@0");
		this.replica.put("nobody", "n1");
		assertThat(reader.read()).containsExactly("registered n1 0->1");
	}

	@Test
	void tellsEachChangeOnTheRevisionBeforeIt() {
		this.replica.put("a", "a1");
		Reader reader = this.replica.open("a@1");
		assertThat(reader.read()).isEmpty();
		this.replica.put("other", "o1");
		this.replica.put("a", "a2");
		this.replica.remove("a", "a1");
		assertThat(reader.read()).containsExactly("registered a2 1->3", "deregistered a1 3->4");
	}

	@Test
	void aChangeThatTheViewShowedAtTheOpeningIsNotToldAgain() {
		Runnable told = this.replica.view.put("a", "a1", this.replica.hub);
		Reader reader = this.replica.open("a");
		told.run();
		this.replica.loop.turn();
		assertThat(reader.read()).containsExactly("a[a1]@1");
		assertThat(reader.read()).isEmpty();
	}

	@Test
	void aChangeInTheMiddleOfTheOpeningIsToldOnce() {
		this.replica.put("a", "a1");
		this.replica.view.rightAfterTheNextRead(() -> this.replica.view.put("a", "a2", this.replica.hub).run());
		Reader reader = this.replica.open("a@1");
		this.replica.loop.turn();
		assertThat(reader.read()).containsExactly("registered a2 1->2");
		assertThat(reader.read()).isEmpty();
	}

	@Test
	void aChangeBetweenTheOpeningAndTheFirstReadIsToldOnce() {
		Reader reader = this.replica.open("a");
		this.replica.view.put("a", "a1", this.replica.hub).run();
		assertThat(reader.read()).containsExactly("a[a1]@1");
		this.replica.loop.turn();
		assertThat(reader.read()).isEmpty();
	}

	@Test
	void aServiceThatVanishesAndComesBackIsFollowedThroughout() {
		this.replica.put("a", "a1");
		Reader reader = this.replica.open("a@1");
		this.replica.remove("a", "a1");
		this.replica.put("a", "a2");
		assertThat(reader.read()).containsExactly("deregistered a1 1->2", "registered a2 2->3");
	}

	@Test
	void whereAnotherServiceVanishedMeanwhileTheReturnIsToldAsAWhole() {
		Reader reader = this.replica.open("a");
		reader.read();
		this.replica.put("other", "o1");
		this.replica.remove("other", "o1");
		this.replica.put("a", "a1");
		assertThat(reader.read()).containsExactly("a[a1]@3");
		this.replica.put("a", "a2");
		assertThat(reader.read()).containsExactly("registered a2 3->4");
	}

	@Test
	void aServiceThatAppearsWhileItIsLookedForIsNotMissed() {
		Reader reader = this.replica.open("a");
		this.replica.view.rightAfterTheNextRead(() -> {
			this.replica.view.put("a", "a1", this.replica.hub).run();
			this.replica.view.put("other", "o1", this.replica.hub).run();
			this.replica.view.remove("other", "o1", this.replica.hub).run();
		});
		assertThat(reader.read()).containsExactly("a[]@0");
		this.replica.loop.turn();
		assertThat(reader.read()).containsExactly("registered a1 0->1");
	}

	@Test
	void aSlowReaderGetsTheNewestStateInsteadOfWhatHeMissed() {
		Reader slow = this.replica.open("a@0", "b@0");
		assertThat(slow.read()).isEmpty();
		for (int i = 0; i < 100; i++) {
			this.replica.put("a", "a" + (i % 2));
		}
		this.replica.put("b", "b1");
		assertThat(slow.wakes).isOne();
		assertThat(slow.read()).containsExactly("a[a0, a1]@100", "registered b1 0->101");
		assertThat(this.replica.counter("mcp.registry.watch.coalesced")).isEqualTo(Subscription.MAX_DELTAS + 1);
		this.replica.put("a", "a2");
		assertThat(slow.read()).containsExactly("registered a2 100->102");
	}

	@Test
	void aServiceThatIsReadAnewIsToldAsAWholeAlsoWhereItWentBack() {
		this.replica.put("a", "a1");
		this.replica.put("a", "a2");
		Reader reader = this.replica.open("a@2");
		Runnable ofTheFormerLife = this.replica.view.put("a", "a3", this.replica.hub);
		this.replica.view.replace("a", 1, "a1");
		ofTheFormerLife.run();
		reload("a");
		this.replica.loop.turn();
		assertThat(reader.read()).containsExactly("a[a1]@1");
		this.replica.put("a", "a4");
		assertThat(reader.read()).containsExactly("registered a4 1->2");
	}

	@Test
	void aChangeThatTheViewHadReadAheadOfIsToldAsAWhole() {
		this.replica.view.replace("a", 5, "a1");
		Reader reader = this.replica.open("a@5");
		Runnable late = this.replica.view.put("a", "a2", this.replica.hub);
		this.replica.view.replace("a", 6, "a1", "a2");
		late.run();
		this.replica.loop.turn();
		assertThat(reader.read()).containsExactly("registered a2 5->6");
		this.replica.hub.changed(stored("a3", 6), 6, this.replica.view.service(ShownServices.key("a")).orElseThrow());
		this.replica.loop.turn();
		assertThat(reader.read()).containsExactly("a[a1, a2]@6");
	}

	@Test
	void oneChangeIsOneTaskForAllStreamsOfALoopAndNoneWhereNobodyListens() {
		for (int i = 0; i < 10; i++) {
			this.replica.open("a@0").read();
		}
		this.replica.view.put("b", "b1", this.replica.hub).run();
		assertThat(this.replica.loop.waiting()).isZero();
		this.replica.view.put("a", "a1", this.replica.hub).run();
		assertThat(this.replica.loop.waiting()).isOne();
	}

	@Test
	void oneEncodingServesAllSubscribers() {
		Reader one = this.replica.open("a@0");
		HandDrivenLoop otherLoop = new HandDrivenLoop();
		Reader two = new Reader(this.replica.hub, otherLoop, "a@0");
		this.replica.put("a", "a1");
		otherLoop.turn();
		WatchEvent.Delta first = (WatchEvent.Delta) one.watch().poll();
		WatchEvent.Delta second = (WatchEvent.Delta) two.watch().poll();
		assertThat(first.json()).isSameAs(second.json());
	}

	@Test
	void aStreamThatIsClosedHearsNothingAndFreesItsPlace() {
		Reader one = this.replica.open("a@0");
		Reader two = this.replica.open("a@0", "b");
		Reader three = this.replica.open("a@0");
		assertThat(this.replica.hub.watching()).isEqualTo(3);
		one.watch().close();
		one.watch().close();
		this.replica.loop.turn();
		this.replica.put("a", "a1");
		assertThat(one.take()).isEmpty();
		assertThat(two.take()).hasSize(2);
		assertThat(three.take()).hasSize(1);
		two.watch().close();
		three.watch().close();
		this.replica.loop.turn();
		assertThat(this.replica.hub.watching()).isZero();
		assertThat(this.replica.meters.get("mcp.registry.watch.subscriptions").gauge().value()).isZero();
		this.replica.view.put("a", "a2", this.replica.hub).run();
		assertThat(this.replica.loop.waiting()).isZero();
	}

	@Test
	void silentStreamsArePingedWithinTenSecondsAndSpread() {
		List<Reader> readers = Stream.generate(() -> this.replica.open("a@0")).limit(100).toList();
		readers.forEach(Reader::read);
		this.replica.pass(Duration.ofMillis(7250));
		assertThat(readers).noneMatch((reader) -> reader.watch().hasPending());
		this.replica.pass(Duration.ofMillis(1250));
		assertThat(readers).anyMatch((reader) -> reader.watch().hasPending())
			.anyMatch((reader) -> !reader.watch().hasPending());
		this.replica.pass(Duration.ofMillis(1500));
		assertThat(readers).allSatisfy((reader) -> assertThat(reader.read()).containsExactly("ping"));
	}

	@Test
	void whoHeardOfAChangeNeedsNoPing() {
		Reader reader = this.replica.open("a@0");
		reader.read();
		this.replica.pass(Duration.ofSeconds(7));
		this.replica.put("a", "a1");
		reader.read();
		this.replica.pass(Duration.ofSeconds(7));
		assertThat(reader.watch().hasPending()).isFalse();
	}

	@Test
	void aReaderThatTakesNothingIsCutOff() {
		Reader reader = this.replica.open("a");
		reader.take();
		this.replica.pass(Duration.ofSeconds(29));
		assertThat(reader.aborted).isFalse();
		this.replica.pass(Duration.ofSeconds(4));
		assertThat(reader.aborted).isTrue();
		assertThat(this.replica.counter("mcp.registry.watch.stalled")).isPositive();
	}

	@Test
	void measuresFromTheCommitToTheSocket() {
		Reader reader = this.replica.open("a@0");
		this.replica.put("a", "a1");
		reader.take();
		assertThat(this.replica.meters.get("mcp.registry.change.pushed").timer().count()).isZero();
		reader.watch().written();
		assertThat(this.replica.meters.get("mcp.registry.change.pushed").timer().totalTime(TimeUnit.MILLISECONDS))
			.isEqualTo(1000);
		assertThat(this.replica.counter("mcp.registry.watch.events", "type", "change")).isOne();
	}

	@Test
	void refusesMoreThanItBearsInAllAndFromOneClient() {
		try (WatchingReplica small = new WatchingReplica("small", new WatchProperties(2, 1, Duration.ofSeconds(30)),
				new SharedBoard())) {
			Reader first = small.open("a");
			assertThat(small.open("a").opening).isEqualTo(new Opening.Refused(Opening.Refusal.TOO_MANY_OF_CLIENT, 1));
			first.watch().close();
			small.loop.turn();
			assertThat(small.open("a").opening).isInstanceOf(Opening.Opened.class);
		}
		try (WatchingReplica small = new WatchingReplica("small", new WatchProperties(1, 5, Duration.ofSeconds(30)),
				new SharedBoard())) {
			Reader query = new Reader(small.hub, small.loop, "a");
			assertThat(small.open("a").opening).isEqualTo(new Opening.Refused(Opening.Refusal.TOO_MANY_STREAMS, 1));
			assertThat(small.counter("mcp.registry.watch.rejected", "reason", "too_many_streams")).isOne();
			query.watch().close();
			small.loop.turn();
			assertThat(small.open("a").opening).isInstanceOf(Opening.Opened.class);
		}
	}

	@Test
	void whenTheRegistryEndsEveryStreamEndsAndNoneBegins() {
		Reader reader = this.replica.open("a");
		reader.read();
		this.replica.hub.end();
		this.replica.loop.turn();
		assertThat(reader.watch().isEnded()).isTrue();
		assertThat(reader.wakes).isOne();
		assertThat(this.replica.open("a").opening).isEqualTo(new Opening.Refused(Opening.Refusal.SHUTTING_DOWN, 0));
	}

	private void reload(String service) {
		this.replica.view.service(ShownServices.key(service))
			.ifPresent((snapshot) -> this.replica.hub.reloaded(0, List.of(snapshot), List.of(snapshot)));
	}

	private static StoredChange stored(String id, long revision) {
		return new StoredChange(0, Change.Type.UPDATED, revision - 1, Instances.NOON,
				Instances.healthy("a", id, revision), false);
	}

}
