package io.mcp.discovery.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.mcp.discovery.Instances;
import io.mcp.discovery.ManualClock;
import io.mcp.discovery.ManualScheduler;
import io.mcp.discovery.balance.BalancingStrategy;
import io.mcp.discovery.balance.Picker;
import io.mcp.discovery.cache.ListSource.Fetched;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.protocol.Change;
import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.mcp.discovery.Instances.instances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class ServiceListsTests {

	private static final Duration SOON = Duration.ofMillis(20);

	private static final Duration NEVER = Duration.ofHours(1);

	private final ManualClock clock = new ManualClock();

	private final Scheduler scheduler = Scheduler.create("mcp-lists", this.clock, this.clock::nanos);

	private final ScriptedSource source = new ScriptedSource();

	private final List<ServiceLists> opened = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.opened.forEach(ServiceLists::close);
		this.scheduler.close();
	}

	@Test
	void firstUseLoadsAndLaterOnesAreLocal() {
		this.source.answer(listed(1, "a", "b"));
		ServiceLists lists = lists(NEVER);
		for (int i = 0; i < 10; i++) {
			assertThat(lists.instances("billing")).isEqualTo(instances("a", "b"));
		}
		assertThat(this.source.asked).containsExactly("billing null");
	}

	@Test
	void nameIsTheSameInAnyCase() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(NEVER);
		assertThat(lists.instances("Billing")).isEqualTo(lists.instances("BILLING")).hasSize(1);
		assertThat(this.source.asked).hasSize(1);
	}

	@Test
	void nameThatNoServiceCanHaveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> lists(NEVER).instances("a/../b"))
			.withMessageStartingWith("service name: 'a/../b' (expected: a name matching ");
		assertThat(this.source.asked).isEmpty();
	}

	@Test
	void fiftyConcurrentFirstUsesShareOneLoad() throws Exception {
		CompletableFuture<Fetched> answer = new CompletableFuture<>();
		this.source.answers(List.of(answer));
		ServiceLists lists = lists(NEVER);
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try {
			List<Future<List<InstanceInfo>>> results = IntStream.range(0, 50)
				.mapToObj((caller) -> callers.submit(() -> lists.instances("billing")))
				.toList();
			await().until(() -> !this.source.asked.isEmpty());
			answer.complete(listed(1, "a"));
			for (Future<List<InstanceInfo>> result : results) {
				assertThat(result.get()).isEqualTo(instances("a"));
			}
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(this.source.asked).hasSize(1);
	}

	@Test
	void firstUseWaitsForItsTimeAndTheLoadGoesOn() {
		CompletableFuture<Fetched> answer = new CompletableFuture<>();
		this.source.answers(List.of(answer));
		ServiceLists lists = lists(new CacheTiming(SOON, NEVER, NEVER, NEVER, NEVER));
		assertThat(lists.instances("billing")).isEmpty();
		answer.complete(listed(1, "a"));
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		assertThat(this.source.asked).hasSize(1);
	}

	@Test
	void interruptedFirstUseReturnsAtOnceAndStaysInterrupted() {
		this.source.answers(List.of(new CompletableFuture<>()));
		Thread.currentThread().interrupt();
		assertThat(lists(NEVER).instances("billing")).isEmpty();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void pullsAsLongAsTheServiceIsInUseAndSendsItsVersion() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(SOON);
		lists.instances("billing");
		this.source.answer(new Fetched.Unchanged());
		await().until(() -> this.source.asked.size() > 3);
		assertThat(List.copyOf(this.source.asked).subList(1, 4)).containsOnly("billing v1");
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		this.source.answer(listed(2, "a", "b"));
		await().until(() -> lists.instances("billing").size() == 2);
	}

	@Test
	void confirmationMakesTheListYoungAgain() {
		CompletableFuture<Fetched> second = new CompletableFuture<>();
		this.source.answers(List.of(done(listed(1, "a")), second));
		ServiceLists lists = lists(SOON);
		lists.instances("billing");
		await().until(() -> this.source.asked.size() == 2);
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(describe(lists).age()).isEqualTo(Duration.ofSeconds(4));
		second.complete(new Fetched.Unchanged());
		assertThat(describe(lists).age()).isZero();
	}

	@Test
	void outageKeepsTheListAndShowsTheError() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(SOON);
		lists.instances("billing");
		this.source.answer(new Fetched.Failed("http://x: no connection", false));
		await().until(() -> "http://x: no connection".equals(describe(lists).lastError()));
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		this.source.answer(listed(2, "b"));
		await().until(() -> lists.instances("billing").equals(instances("b")));
		assertThat(describe(lists).lastError()).isNull();
	}

	@Test
	void nothingIsAskedDuringAPause() {
		this.source.pause = NEVER;
		ServiceLists lists = lists(SOON);
		assertThat(lists.instances("billing")).isEmpty();
		assertThat(this.source.asked).isEmpty();
	}

	@Test
	void serviceThatCouldNotBeLoadedIsLoadedWhenTheRegistryIsBack() {
		CompletableFuture<Fetched> first = new CompletableFuture<>();
		this.source.answers(List.of(first, done(listed(1, "a"))));
		ServiceLists lists = lists(new CacheTiming(SOON, NEVER, NEVER, NEVER, NEVER));
		assertThat(lists.instances("billing")).isEmpty();
		this.source.pause = SOON;
		first.complete(new Fetched.Failed("http://x: no connection", false));
		this.source.pause = Duration.ZERO;
		await().until(() -> describe(lists).instances().size() == 1);
	}

	@Test
	void emptyListIsAskedForAgainByAUseAfterASecond() {
		this.source.answer(listed(0));
		ServiceLists lists = lists(NEVER);
		assertThat(lists.instances("billing")).isEmpty();
		this.source.answer(listed(1, "a"));
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(lists.instances("billing")).isEmpty();
		this.clock.advance(Duration.ofNanos(1));
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		assertThat(this.source.asked).hasSize(2);
	}

	@Test
	void firstInstanceAfterTheStoreLostItsDataIsListedAtOnce() {
		this.source.answer(listed(500));
		ServiceLists lists = lists(NEVER);
		assertThat(lists.instances("billing")).isEmpty();
		this.source.answer(listed(3, "a"));
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
	}

	@Test
	void loadThatCouldNotEvenBeStartedIsTriedAgain() {
		this.source.failure = new IllegalStateException("no thread");
		ServiceLists lists = lists(NEVER);
		assertThat(lists.instances("billing")).isEmpty();
		assertThat(describe(lists).lastError()).contains("no thread");
		this.source.failure = null;
		this.source.answer(listed(1, "a"));
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
	}

	@Test
	void listThatIsSuddenlyEmptyIsConfirmedBeforeItIsBelieved() {
		CompletableFuture<Fetched> third = new CompletableFuture<>();
		this.source.answers(List.of(done(listed(1, "a", "b", "c")), done(listed(2)), third));
		ServiceLists lists = lists(SOON, SOON);
		lists.instances("billing");
		await().until(() -> this.source.asked.size() == 3);
		assertThat(lists.instances("billing")).hasSize(3);
		third.complete(listed(2));
		assertThat(describe(lists).instances()).isEmpty();
	}

	@Test
	void listThatWasEmptyByMistakeIsForgotten() {
		CompletableFuture<Fetched> third = new CompletableFuture<>();
		this.source.answers(List.of(done(listed(1, "a", "b", "c")), done(listed(2)), third));
		ServiceLists lists = lists(SOON, SOON);
		lists.instances("billing");
		await().until(() -> this.source.asked.size() == 3);
		assertThat(this.source.asked.get(2)).isEqualTo("billing v2");
		third.complete(listed(3, "a", "b"));
		assertThat(describe(lists).instances()).isEqualTo(instances("a", "b"));
	}

	@Test
	void idleServiceIsDroppedAndLoadedAnewWhenUsedAgain() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(SOON);
		lists.instances("billing");
		this.clock.advance(Duration.ofMinutes(9));
		lists.instances("billing");
		this.clock.advance(Duration.ofMinutes(9));
		assertThat(lists.describeAll()).hasSize(1);
		this.clock.advance(Duration.ofMinutes(1).plusNanos(1));
		assertThat(lists.describeAll()).isEmpty();
		this.source.answer(listed(2, "b"));
		assertThat(lists.instances("billing")).isEqualTo(instances("b"));
	}

	@Test
	void serviceIsNotDroppedWhileTheRegistryIsAway() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(SOON);
		lists.instances("billing");
		this.source.pause = SOON;
		for (int i = 0; i < 10; i++) {
			this.clock.advance(Duration.ofMinutes(9));
			int asked = this.source.pauses.get();
			await().until(() -> this.source.pauses.get() > asked + 1);
		}
		assertThat(lists.describeAll()).hasSize(1);
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
	}

	@Test
	void serviceIsInUseForAsLongAsSomebodyListens() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(NEVER);
		ServiceListener.Handle handle = lists.onChange("billing", (change) -> {
		});
		this.clock.advance(Duration.ofDays(1));
		assertThat(lists.describeAll()).hasSize(1);
		handle.close();
		this.clock.advance(Duration.ofMinutes(10).plusNanos(1));
		assertThat(lists.describeAll()).isEmpty();
	}

	@Test
	void preloadedListAnswersAfterOneFailedLoad() {
		ServiceLists lists = lists(NEVER);
		lists.preload(List.of(list(5, "a", "b")), Duration.ofMinutes(3));
		this.source.answer(new Fetched.Failed("http://x: no connection", false));
		assertThat(lists.instances("Billing")).isEqualTo(instances("a", "b"));
		assertThat(lists.picker("billing")).isNotNull();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(lists.instances("billing")).isEqualTo(instances("a", "b"));
		assertThat(this.source.asked).hasSize(1);
		assertThat(describe(lists).age()).isEqualTo(Duration.ofMinutes(4));
		assertThat(lists.known()).containsExactly(list(5, "a", "b"));
	}

	@Test
	void preloadedListAnswersAtOnceWhileTheRegistryIsKnownToBeAway() {
		ServiceLists lists = lists(NEVER);
		lists.preload(List.of(list(5, "a")), Duration.ofMinutes(3));
		this.source.pause = SOON;
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		assertThat(this.source.asked).isEmpty();
		this.source.answer(listed(6, "b"));
		this.source.pause = Duration.ZERO;
		await().until(() -> lists.describe("billing").instances().equals(instances("b")));
	}

	@Test
	void registryThatHangsIsWaitedForOnce() {
		this.source.answers(List.of(new CompletableFuture<>()));
		ServiceLists lists = lists(new CacheTiming(SOON, NEVER, NEVER, NEVER, NEVER));
		lists.preload(List.of(list(5, "a")), Duration.ZERO);
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		this.clock.advance(SOON);
		ServiceList list = lists.quietly("billing");
		assertThat(list).isNotNull();
		assertThat(list.needsLoad()).isFalse();
	}

	@Test
	void registryReplacesAPreloadedListWithoutMistrust() {
		ServiceLists lists = lists(NEVER);
		lists.preload(List.of(list(500, "a", "b", "c")), Duration.ofDays(3));
		this.source.answer(listed(1, "d"));
		assertThat(lists.instances("billing")).isEqualTo(instances("d"));
		assertThat(lists.known()).containsExactly(list(1, "d"));
	}

	@Test
	void updatesAreToldForWhatKeepsTheLists() {
		AtomicInteger updates = new AtomicInteger();
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(SOON);
		lists.onUpdate(updates::incrementAndGet);
		lists.instances("billing");
		assertThat(updates.get()).isEqualTo(1);
		this.source.answer(new Fetched.Unchanged());
		await().until(() -> updates.get() > 1);
	}

	@Test
	void ageIsThatOfTheLastByteOfALivingStream() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(NEVER);
		lists.instances("billing");
		Pulse pulse = new Pulse(this.clock.nanos());
		lists.watched().carriedBy(List.of("billing"), pulse);
		this.clock.advance(Duration.ofSeconds(4));
		pulse.beat(this.clock.nanos());
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(describe(lists).age()).isEqualTo(Duration.ofSeconds(2));
		pulse.stop();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(describe(lists).age()).isEqualTo(Duration.ofSeconds(3));
		lists.watched().carriedBy(List.of("billing"), new Pulse(0));
		assertThat(describe(lists).age()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void streamDoesNotConfirmAListFromWhichSomethingIsMissing() {
		this.source.answers(List.of(done(listed(1, "a")), new CompletableFuture<>()));
		ServiceLists lists = lists(NEVER);
		lists.instances("billing");
		Pulse pulse = new Pulse(this.clock.nanos());
		lists.watched().carriedBy(List.of("billing"), pulse);
		lists.watched()
			.apply(new Change(Change.Type.REGISTERED, "default", "billing", 4, 5, Instant.EPOCH, instances("b").get(0),
					false));
		this.clock.advance(Duration.ofSeconds(4));
		pulse.beat(this.clock.nanos());
		assertThat(describe(lists).age()).isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void storeThatForgotAllIsBelievedByAFetchAtTheEndOfThePatience() {
		ManualScheduler manual = new ManualScheduler();
		this.source.answer(listed(500, "a", "b"));
		ServiceLists lists = lists(CacheTiming.of(NEVER, Duration.ofSeconds(30), NEVER), manual);
		lists.instances("billing");
		Pulse pulse = new Pulse(manual.nanos());
		lists.watched().carriedBy(List.of("billing"), pulse);
		manual.advance(Duration.ofSeconds(1));
		this.source.answer(listed(2, "c", "d"));
		lists.watched().apply(list(2, "c", "d"));
		assertThat(lists.instances("billing")).isEqualTo(instances("a", "b", "c", "d"));
		manual.advance(Duration.ofSeconds(2));
		pulse.beat(manual.nanos());
		assertThat(describe(lists).age()).as("nobody confirms what is contradicted").isEqualTo(Duration.ofSeconds(3));
		manual.advance(Duration.ofSeconds(15));
		assertThat(lists.instances("billing")).isEqualTo(instances("c", "d"));
		assertThat(describe(lists).age()).isLessThan(Duration.ofSeconds(3));
	}

	@Test
	void drainUnderAnOverrideIsNoDepartureAsLongAsCallersKeepTheInstance() {
		this.source.answer(listed(1, "a", "b"));
		ServiceLists lists = lists(NEVER);
		lists.instances("billing");
		assertThat(lists.watched().apply(drained(1, 2, Status.UP))).isCompletedWithValue(false);
		assertThat(lists.instances("billing")).hasSize(2);
		assertThat(lists.watched().apply(drained(2, 3, Status.DRAINING))).isCompletedWithValue(true);
		assertThat(lists.instances("billing")).hasSize(1);
	}

	@Test
	void eagerServiceIsLoadedAtTheStartAndNeverDropped() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(NEVER, NEVER, "Billing");
		lists.start();
		await().until(() -> describe(lists).instances().size() == 1);
		this.clock.advance(Duration.ofDays(365));
		assertThat(lists.describeAll()).hasSize(1);
	}

	@Test
	void pickerIsMadeAnewOnlyWhenTheListChanges() {
		this.source.answer(listed(1, "a", "b"));
		ServiceLists lists = lists(SOON);
		Picker first = lists.picker("billing");
		this.source.answer(listed(2, "a", "b"));
		await().until(() -> describe(lists).revision() == 2);
		assertThat(lists.picker("billing")).isSameAs(first);
		this.source.answer(listed(3, "a", "c"));
		await().until(() -> describe(lists).revision() == 3);
		assertThat(lists.picker("billing")).isNotSameAs(first);
	}

	@Test
	void closedListsStayReadableAndAskNothingMore() {
		this.source.answer(listed(1, "a"));
		ServiceLists lists = lists(NEVER);
		lists.instances("billing");
		lists.close();
		lists.close();
		assertThat(lists.instances("billing")).isEqualTo(instances("a"));
		assertThat(lists.instances("orders")).isEmpty();
		assertThat(this.source.asked).hasSize(1);
	}

	private ServiceLists lists(Duration pullInterval) {
		return lists(pullInterval, NEVER);
	}

	private ServiceLists lists(Duration pullInterval, Duration confirmAfter, String... eager) {
		return lists(new CacheTiming(Duration.ofSeconds(30), pullInterval, Duration.ofMinutes(10),
				Duration.ofSeconds(1), confirmAfter), eager);
	}

	private ServiceLists lists(CacheTiming timing, String... eager) {
		return lists(timing, this.scheduler, eager);
	}

	private ServiceLists lists(CacheTiming timing, Scheduler scheduler, String... eager) {
		ServiceLists lists = new ServiceLists(this.source,
				(instances) -> BalancingStrategy.ROUND_ROBIN.picker(instances, new Random(1)), timing, scheduler,
				new Jitter(new Random(1)), List.of(eager), new DiscoveryObserver() {
				});
		this.opened.add(lists);
		return lists;
	}

	private static CachedService describe(ServiceLists lists) {
		CachedService described = lists.describe("billing");
		assertThat(described).isNotNull();
		return described;
	}

	private static Fetched listed(long revision, String... ids) {
		return new Fetched.Listed(list(revision, ids), "v" + revision);
	}

	private static ServiceInstances list(long revision, String... ids) {
		return new ServiceInstances("default", "billing", revision, false, instances(ids));
	}

	private static Change drained(long previous, long revision, Status effective) {
		return new Change(Change.Type.UPDATED, "default", "billing", previous, revision, Instant.EPOCH,
				Instances.instance("a", effective, Health.HEALTHY, revision), true);
	}

	private static CompletableFuture<Fetched> done(Fetched fetched) {
		return CompletableFuture.completedFuture(fetched);
	}

	/** Gives the answers of the test. */
	private static final class ScriptedSource implements ListSource {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		private final Queue<CompletableFuture<Fetched>> first = new ConcurrentLinkedQueue<>();

		private volatile CompletableFuture<Fetched> next = new CompletableFuture<>();

		private final AtomicInteger pauses = new AtomicInteger();

		private volatile Duration pause = Duration.ZERO;

		private volatile @Nullable RuntimeException failure;

		/** From now on. */
		void answer(Fetched fetched) {
			this.next = done(fetched);
		}

		/** One after the other, the last one again and again. */
		void answers(List<CompletableFuture<Fetched>> answers) {
			this.next = answers.get(answers.size() - 1);
			this.first.addAll(answers.subList(0, answers.size() - 1));
		}

		@Override
		public CompletableFuture<Fetched> fetch(String serviceName, @Nullable String etag) {
			this.asked.add(serviceName + " " + etag);
			RuntimeException failure = this.failure;
			if (failure != null) {
				throw failure;
			}
			CompletableFuture<Fetched> first = this.first.poll();
			return (first != null) ? first : this.next;
		}

		@Override
		public Duration pause() {
			this.pauses.incrementAndGet();
			return this.pause;
		}

	}

}
