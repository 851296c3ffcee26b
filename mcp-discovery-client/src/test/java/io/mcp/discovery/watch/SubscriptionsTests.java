package io.mcp.discovery.watch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mcp.discovery.ManualScheduler;
import io.mcp.discovery.cache.DiscoveryObserver;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.StreamEnd.Kind;
import io.mcp.discovery.watch.FakeCalls.Stream;
import io.mcp.discovery.watch.SubscriptionState.Mode;
import io.mcp.protocol.ServiceInstances;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionsTests {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration PULL_INTERVAL = Duration.ofSeconds(30);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final FakeCalls calls = new FakeCalls();

	private final FakeLists lists = new FakeLists();

	private final Counting counting = new Counting();

	private final Subscriptions subscriptions = new Subscriptions(this.lists, this.calls, this.scheduler,
			new Jitter(new Random(1)), new WatchTiming(REQUEST_TIMEOUT, PULL_INTERVAL), this.counting);

	@BeforeEach
	void start() {
		this.subscriptions.start();
	}

	@Test
	void nothingIsOpenedAsLongAsNothingIsUsed() {
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(this.calls.streams).isEmpty();
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
	}

	@Test
	void servicesThatComeIntoUseTogetherShareAStreamAtTheirRevisions() {
		this.lists.use("a", 7);
		this.lists.use("b", 9);
		this.lists.use("c", -1);
		this.scheduler.advance(WatchTiming.GATHERING);
		assertThat(this.calls.streams).hasSize(1);
		assertThat(this.calls.last().services).isEqualTo(Map.of("a", 7L, "b", 9L, "c", -1L));
		this.calls.last().opens();
		assertThat(this.subscriptions.state().streams()).singleElement().satisfies((stream) -> {
			assertThat(stream.open()).isTrue();
			assertThat(stream.address()).isEqualTo(FakeCalls.FIRST);
			assertThat(stream.services()).isEqualTo(3);
		});
	}

	@Test
	void serviceJoinsByANextStreamAndTheOldOneEndsWhenThatIsOpen() {
		Stream old = watch("a");
		this.lists.revisions.put("a", 8L);
		this.lists.use("b", 1);
		this.scheduler.advance(WatchTiming.GATHERING);
		Stream next = this.calls.last();
		assertThat(next.services).isEqualTo(Map.of("a", 8L, "b", 1L));
		assertThat(next.address).isEqualTo(old.address);
		next.head();
		assertThat(old.closed).isFalse();
		next.opens();
		assertThat(old.closed).isTrue();
		assertThat(this.calls.open()).containsExactly(next);
	}

	@Test
	void serviceThatComesIntoUseWhileAStreamOpensJoinsAfterwards() {
		this.lists.use("a", 1);
		this.scheduler.advance(WatchTiming.GATHERING);
		this.lists.use("b", 1);
		this.scheduler.advance(WatchTiming.GATHERING);
		assertThat(this.calls.streams).hasSize(1);
		this.calls.last().opens();
		assertThat(this.calls.last().services).containsOnlyKeys("a", "b");
	}

	@Test
	void unusedServiceLeavesWithinHalfAMinute() {
		this.lists.revisions.put("b", 1L);
		watch("a");
		this.lists.revisions.remove("b");
		this.scheduler.advance(Duration.ofSeconds(20));
		this.calls.last().ping();
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(this.calls.last().services).containsOnlyKeys("a");
		this.calls.last().opens();
		this.lists.revisions.clear();
		this.scheduler.advance(WatchTiming.REVIEW);
		assertThat(this.calls.open()).isEmpty();
		assertThat(this.subscriptions.state().streams()).isEmpty();
	}

	@Test
	void hundredServicesFillAStream() {
		for (int i = 0; i < StreamSlot.MOST_SERVICES * 2 + 1; i++) {
			this.lists.use("s" + i, 1);
		}
		this.scheduler.advance(WatchTiming.GATHERING);
		assertThat(this.calls.streams).extracting((stream) -> stream.services.size())
			.containsExactlyInAnyOrder(100, 100, 1);
	}

	@Test
	void longNamesFillAStreamEarlier() {
		for (int i = 100; i < 200; i++) {
			this.lists.use("x".repeat(125) + i, 1);
		}
		this.scheduler.advance(WatchTiming.GATHERING);
		assertThat(this.calls.streams).hasSizeGreaterThan(1)
			.allSatisfy((stream) -> assertThat(stream.services.size() * 158).isLessThanOrEqualTo(3500));
	}

	@Test
	void endedStreamIsOpenedAtTheNextAddressWithinATenthOfASecond() {
		watch("a").ends(Kind.ENDED);
		this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
		assertThat(this.calls.last().address).isEqualTo(FakeCalls.SECOND);
		assertThat(this.subscriptions.state().streams().get(0).open()).isFalse();
		this.calls.last().opens();
		assertThat(this.counting.reconnects).isEqualTo(1);
		assertThat(this.subscriptions.state().streams().get(0).address()).isEqualTo(FakeCalls.SECOND);
	}

	@Test
	void eachAddressIsTriedBeforeAPause() {
		watch("a").ends(Kind.CUT);
		this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
		this.calls.last().ends(Kind.UNREACHABLE);
		this.scheduler.run();
		assertThat(this.calls.last().address).isEqualTo(FakeCalls.FIRST);
		this.calls.last().ends(Kind.UNREACHABLE);
		this.scheduler.run();
		assertThat(this.calls.streams).hasSize(3);
		this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		assertThat(this.calls.streams).hasSize(4);
	}

	@Test
	void awayRegistryIsNoReasonToFallBack() {
		watch("a").ends(Kind.CUT);
		for (int i = 0; i < 50; i++) {
			this.scheduler.advance(WatchTiming.LONGEST_BACK_OFF);
			this.calls.open().forEach((stream) -> stream.ends(Kind.UNREACHABLE));
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
		this.scheduler.advance(WatchTiming.LONGEST_BACK_OFF);
		this.calls.last().opens();
		assertThat(this.subscriptions.state().streams().get(0).open()).isTrue();
	}

	@Test
	void busyRegistryIsLeftAloneAsLongAsItWantsAfterTheOthersWereTried() {
		this.lists.use("a", 1);
		this.scheduler.advance(WatchTiming.GATHERING);
		this.calls.last().ends(Kind.BUSY, Duration.ofSeconds(5));
		assertThat(this.calls.last().address).isEqualTo(FakeCalls.SECOND);
		this.calls.last().ends(Kind.BUSY, Duration.ofSeconds(1));
		this.scheduler.advance(Duration.ofMillis(4900));
		assertThat(this.calls.streams).hasSize(2);
		this.scheduler.advance(Duration.ofMillis(100));
		assertThat(this.calls.streams).hasSize(3);
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
	}

	@Test
	void pingsKeepAStreamAndSilenceEndsIt() {
		Stream stream = watch("a");
		for (int i = 0; i < 5; i++) {
			this.scheduler.advance(Duration.ofSeconds(24));
			stream.ping();
		}
		assertThat(stream.closed).isFalse();
		this.scheduler.advance(WatchTiming.LONGEST_SILENCE);
		assertThat(stream.closed).isTrue();
		assertThat(this.calls.lost).containsExactly(FakeCalls.FIRST);
		this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
		assertThat(this.calls.last().address).isEqualTo(FakeCalls.SECOND);
	}

	@Test
	void streamStaysWhereOnlyWritesWaitInVain() {
		Stream stream = watch("a");
		this.calls.lose(FakeCalls.FIRST);
		this.scheduler.run();
		assertThat(this.calls.last()).isSameAs(stream);
		assertThat(stream.closed).isFalse();
	}

	@Test
	void streamMovesAtOnceWhenAnotherCallLosesItsAddress() {
		Stream old = watch("a");
		this.calls.answers = false;
		this.calls.lose(FakeCalls.SECOND);
		this.scheduler.run();
		assertThat(this.calls.last()).isSameAs(old);
		this.calls.lose(FakeCalls.FIRST);
		this.scheduler.run();
		assertThat(this.calls.last().address).isEqualTo(FakeCalls.SECOND);
		assertThat(old.closed).isFalse();
		this.calls.last().opens();
		assertThat(old.closed).isTrue();
	}

	@Test
	void changeIsAppliedAndAcknowledgedWhenItIsVisible() {
		Stream stream = watch("a");
		this.lists.visible = new CompletableFuture<>();
		stream.event("change", change(8, true));
		assertThat(this.lists.applied).containsExactly("a@8");
		assertThat(this.calls.acknowledged).isEmpty();
		this.lists.visible.complete(true);
		assertThat(this.calls.acknowledged).containsExactly("http://first w1 a@8");
	}

	@Test
	void changeThatNobodyAsksAboutOrThatIsNotVisibleIsNotAcknowledged() {
		Stream stream = watch("a");
		stream.event("change", change(8, false));
		this.lists.visible = CompletableFuture.completedFuture(false);
		stream.event("change", change(9, true));
		assertThat(this.lists.applied).containsExactly("a@8", "a@9");
		assertThat(this.calls.acknowledged).isEmpty();
	}

	@Test
	void snapshotWithADrainingInstanceIsAcknowledged() {
		Stream stream = watch("a");
		stream.event("snapshot", snapshot(8, "UP"));
		assertThat(this.calls.acknowledged).isEmpty();
		stream.event("snapshot", snapshot(9, "DRAINING"));
		assertThat(this.calls.acknowledged).containsExactly("http://first w1 a@9");
	}

	@Test
	void eventThatCannotBeReadIsMadeUpForByAFetch() {
		Stream stream = watch("a");
		stream.event("change", "{\"type\":");
		stream.event("change", "[]");
		stream.event("gossip", "{}");
		assertThat(this.lists.loaded).containsExactly("a", "a");
		assertThat(stream.closed).isFalse();
	}

	@Test
	void whereSomethingElseThanAStreamComesQuestionsThatWaitTakeItsPlace() {
		this.lists.use("a", 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		fail(Kind.NO_STREAM);
		assertThat(this.calls.last().address).isEqualTo(FakeCalls.SECOND);
		fail(Kind.NO_STREAM);
		this.scheduler.run();
		assertFallenBack();
	}

	@ParameterizedTest
	@EnumSource(names = { "SILENT", "ENDED", "CUT" })
	void whereNoFirstByteComesThreeRoundsLongQuestionsThatWaitTakeTheirPlace(Kind kind) {
		this.lists.use("a", 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		for (int round = 1; round <= 3; round++) {
			assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
			failRound(kind, kind);
		}
		assertFallenBack();
	}

	@ParameterizedTest
	@EnumSource(names = { "SILENT", "ENDED", "CUT" })
	void slowRegistryIsNoReasonToFallBack(Kind kind) {
		this.lists.use("a", 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		for (int i = 0; i < 3; i++) {
			failRound(kind, kind);
			failRound(kind, kind);
			this.calls.last().opens();
			this.scheduler.advance(WatchTiming.SHORT_LIFE);
			this.calls.last().ends(Kind.ENDED);
			this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
	}

	@Test
	void slowReplicaIsNoReasonToFallBackAsLongAsAnotherIsAway() {
		this.lists.use("a", 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		for (int i = 0; i < 10; i++) {
			failRound(Kind.SILENT, Kind.UNREACHABLE);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
	}

	@Test
	void frozenRegistryIsNoReasonToFallBack() {
		this.calls.answers = false;
		this.lists.use("a", 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		for (int i = 0; i < 20; i++) {
			this.scheduler.advance(REQUEST_TIMEOUT);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
		assertThat(this.calls.open()).hasSize(1);
	}

	@Test
	void streamsThatAreCutAgainAndAgainWithinSecondsAreGivenUp() {
		Stream stream = watch("a");
		for (int i = 0; i < 4; i++) {
			assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
			this.scheduler.advance(Duration.ofSeconds(5));
			stream.ends(Kind.CUT);
			this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
			stream = this.calls.last();
			if (!stream.closed) {
				stream.opens();
			}
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
	}

	@Test
	void streamsThatAreEndedInGoodOrderAgainAndAgainAreGivenUpAsWell() {
		Stream stream = watch("a");
		for (int i = 0; i < 2 + 4; i++) {
			assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
			stream = endInTurn(stream);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
	}

	@Test
	void replicasThatShutDownOneAfterTheOtherAreNoReasonToFallBack() {
		List<URI> replicas = IntStream.range(0, 6).mapToObj((i) -> URI.create("http://replica-" + i)).toList();
		this.calls.addresses = replicas;
		Stream stream = watch("a");
		for (int i = 1; i < replicas.size(); i++) {
			this.calls.addresses = replicas.subList(i, replicas.size());
			stream = endInTurn(stream);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
		assertThat(stream.address).isEqualTo(replicas.get(5));
	}

	@Test
	void streamsThatLiveLongerOrAreCutByAnOutageAreNot() {
		Stream stream = watch("a");
		for (int i = 0; i < 20; i++) {
			this.scheduler.advance((i % 3 == 2) ? WatchTiming.SHORT_LIFE : Duration.ofSeconds(1));
			stream.ends(Kind.CUT);
			this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
			stream = this.calls.last().opens();
		}
		for (int i = 0; i < 20; i++) {
			stream.ends(Kind.CUT);
			this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
			this.calls.last().ends(Kind.UNREACHABLE);
			this.calls.last().ends(Kind.UNREACHABLE);
			this.scheduler.advance(WatchTiming.LONGEST_BACK_OFF);
			stream = this.calls.last().opens();
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
	}

	@Test
	void answeredQuestionIsAskedAgainAtTheNewRevision() {
		fallBack("a");
		answer(0, 8);
		assertThat(this.lists.applied).containsExactly("a=8");
		assertThat(this.calls.questions.get(1).asked()).isEqualTo("a@8");
		this.scheduler.advance(WatchTiming.WAIT);
		answer(1, 8);
		assertThat(this.calls.questions.get(2).asked()).isEqualTo("a@8");
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
	}

	@Test
	void sixteenServicesAreAskedForAndTheOthersArePolled() {
		for (int i = 0; i < 20; i++) {
			this.lists.revisions.put("s" + i, 1L);
		}
		fallBack("a");
		assertThat(this.calls.questions).hasSize(BlockingQueries.MOST_AT_ONCE);
		assertThat(this.lists.paces.values()).filteredOn(Duration.ofSeconds(5)::equals).hasSize(5);
	}

	@Test
	void questionsThatAreCutToMakeWayForPolling() {
		fallBack("a");
		for (int i = 0; i < 3; i++) {
			assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
			this.calls.questions.get(i).reply().complete(new Outage<>("http://first: answered 504", true, null));
			this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.POLLING);
		assertThat(this.subscriptions.state().why()).contains("http://first: answered 504");
		assertThat(this.lists.paces).containsEntry("a", Duration.ofSeconds(5));
	}

	@Test
	void registryThatDoesNotKnowQuestionsThatWaitIsPolled() {
		fallBack("a");
		for (int i = 0; i < 3; i++) {
			answer(i, 7);
			this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.POLLING);
	}

	@Test
	void replicaThatEndsAllQuestionsAtOnceIsNoReasonToPoll() {
		this.lists.revisions.put("b", 7L);
		this.lists.revisions.put("c", 7L);
		fallBack("a");
		IntStream.range(0, 3).forEach((question) -> answer(question, 7));
		this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		assertThat(this.calls.questions).hasSize(6);
		IntStream.range(3, 6).forEach(this::breakOff);
		this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		assertThat(this.calls.questions).hasSize(9);
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
	}

	@Test
	void serviceThatComesIntoUseAgainIsAskedForAgain() {
		fallBack("a");
		this.lists.revisions.remove("a");
		breakOff(0);
		this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		assertThat(this.calls.questions).hasSize(1);
		this.lists.use("a", 9);
		this.scheduler.advance(WatchTiming.GATHERING);
		assertThat(this.calls.questions).extracting(FakeCalls.Question::asked).containsExactly("a@7", "a@9");
	}

	@Test
	void awayRegistryIsNoReasonToPoll() {
		fallBack("a");
		this.lists.loads = false;
		for (int i = 0; i < 10; i++) {
			this.calls.questions.get(i).reply().complete(new Outage<>("http://first: no connection", false, null));
			this.scheduler.advance(WatchTiming.FIRST_BACK_OFF);
		}
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
	}

	@Test
	void streamsAreReliedOnAgainWhenOneLived() {
		fallBack("a");
		this.scheduler.advance(WatchTiming.SECOND_CHANCE);
		Stream trial = this.calls.last().opens();
		this.scheduler.advance(WatchTiming.TRIAL.minusMillis(1));
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
		this.scheduler.advance(Duration.ofMillis(1));
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.STREAM);
		this.calls.last().opens();
		assertThat(this.calls.last()).isNotSameAs(trial);
		assertThat(this.calls.open()).hasSize(1);
		assertThat(this.lists.paces).containsEntry("a", PULL_INTERVAL);
		int asked = this.calls.questions.size();
		answer(asked - 1, 9);
		assertThat(this.calls.questions).hasSize(asked);
	}

	@Test
	void secondChanceThatFailsIsFollowedByAnother() {
		fallBack("a");
		for (int i = 0; i < 3; i++) {
			int before = this.calls.streams.size();
			this.scheduler.advance(WatchTiming.SECOND_CHANCE);
			assertThat(this.calls.streams).hasSizeGreaterThan(before);
			this.calls.last().opens();
			this.scheduler.advance(Duration.ofSeconds(5));
			this.calls.last().ends(Kind.CUT);
			this.scheduler.advance(WatchTiming.TRIAL);
			assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
			assertThat(this.calls.open()).isEmpty();
		}
	}

	@Test
	void closingClosesTheStreamsForGood() {
		Stream stream = watch("a");
		this.subscriptions.close();
		this.subscriptions.close();
		this.scheduler.advance(Duration.ofMinutes(1));
		this.lists.use("b", 1);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(stream.closed).isTrue();
		assertThat(this.calls.streams).hasSize(1);
	}

	private Stream watch(String service) {
		this.lists.use(service, 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		return this.calls.last().opens();
	}

	/** Lives for a second; the next one is opened. */
	private Stream endInTurn(Stream stream) {
		this.scheduler.advance(Duration.ofSeconds(1));
		stream.ends(Kind.ENDED);
		this.scheduler.advance(WatchTiming.RECONNECT_SPREAD);
		Stream next = this.calls.last();
		if (!next.closed) {
			next.opens();
		}
		return next;
	}

	private void fallBack(String service) {
		this.lists.use(service, 7);
		this.scheduler.advance(WatchTiming.GATHERING);
		fail(Kind.NO_STREAM);
		fail(Kind.NO_STREAM);
		this.scheduler.run();
	}

	private void fail(Kind kind) {
		if (kind == Kind.SILENT) {
			this.scheduler.advance(REQUEST_TIMEOUT.minus(WatchTiming.RECONNECT_SPREAD));
			this.calls.last().head();
			this.scheduler.advance(REQUEST_TIMEOUT);
		}
		else {
			this.calls.last().ends(kind);
		}
	}

	/** Both addresses fail, one after the other, and the next round begins, if any. */
	private void failRound(Kind first, Kind second) {
		fail(first);
		fail(second);
		Duration step = Duration.ofMillis(10);
		int before = this.calls.streams.size();
		for (int i = 0; i < 200 && this.calls.streams.size() == before; i++) {
			this.scheduler.advance(step);
		}
	}

	private void assertFallenBack() {
		assertThat(this.subscriptions.state().mode()).isEqualTo(Mode.BLOCKING_QUERY);
		assertThat(this.subscriptions.state().why()).startsWith("streams do not come through: http://first: ");
		assertThat(this.calls.open()).isEmpty();
		assertThat(this.calls.questions).extracting(FakeCalls.Question::asked).containsExactly("a@7");
	}

	private void answer(int question, long revision) {
		FakeCalls.Question answered = this.calls.questions.get(question);
		String service = answered.asked().substring(0, answered.asked().indexOf('@'));
		answered.reply()
			.complete(new Answer<>(URI.create("http://first"), 200,
					new ServiceInstances("default", service, revision, false, List.of()), null, null));
		this.scheduler.run();
	}

	private void breakOff(int question) {
		this.calls.questions.get(question).reply().complete(new Outage<>("http://first: connection lost", false, null));
		this.scheduler.run();
	}

	private static String change(long revision, boolean acknowledge) {
		return """
				{"type":"updated","namespace":"default","service_name":"a","previous_revision":7,"revision":%d,
				 "at":"2026-01-02T03:04:05Z","instance":%s%s}""".formatted(revision, instance("DRAINING"),
				acknowledge ? ",\"acknowledge\":true" : "");
	}

	private static String snapshot(long revision, String status) {
		return """
				{"namespace":"default","service_name":"a","revision":%d,"instances":[%s]}""".formatted(revision,
				instance(status));
	}

	private static String instance(String status) {
		return """
				{"instance_id":"i1","service_name":"a","host":"10.0.0.1","port":8080,"secure":false,"status":"%s",
				 "health":"HEALTHY","weight":100,"tags":[],"metadata":{},"registered_at":"2026-01-02T03:04:05Z",
				 "revision":7}""".formatted(status);
	}

	private static final class Counting implements DiscoveryObserver {

		private int reconnects;

		@Override
		public void reconnected() {
			this.reconnects++;
		}

	}

}
