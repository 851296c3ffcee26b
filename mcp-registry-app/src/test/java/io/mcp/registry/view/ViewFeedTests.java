package io.mcp.registry.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;

import io.mcp.protocol.Change;
import io.mcp.protocol.Health;
import io.mcp.protocol.Status;
import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.LeaseClaim;
import io.mcp.registry.instance.Renewal;
import io.mcp.registry.instance.ServiceKey;
import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.Commit;
import io.mcp.registry.store.InstanceStore;
import io.mcp.registry.store.Mutation;
import io.mcp.registry.store.PartitionImage;
import io.mcp.registry.store.PartitionMark;
import io.mcp.registry.store.StoreUnavailableException;
import io.mcp.registry.store.StoredChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ViewFeedTests {

	private static final ServiceKey SERVICE = new ServiceKey("default", "a");

	private final ScriptedLog log = new ScriptedLog();

	private final LiveView view = new LiveView(JsonMapper.builder().build(), 1, (service) -> 0);

	private final AtomicLong now = new AtomicLong();

	private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);

	private final RecordingListener listener = new RecordingListener();

	private final ScriptedStore store = new ScriptedStore();

	private ViewFeed feed;

	@BeforeEach
	void follow() {
		this.feed = new ViewFeed(this.log, this.view, List.of(this.listener),
				new Restoration(this.store, this.log, new SimpleMeterRegistry().counter("restored")), this.timer,
				this.now::get);
	}

	@AfterEach
	void stop() {
		this.feed.stop();
		this.timer.shutdownNow();
	}

	@Test
	void isNotLoadedBeforeTheFirstImageCame() {
		this.feed.start();
		assertThat(this.view.isLoaded()).isFalse();
		this.log.image("e1", 0);
		assertThat(this.view.isLoaded()).isTrue();
	}

	@Test
	void showsWhatItLoadedAndThenEachChange() {
		this.feed.start();
		this.log.image("e1", 2, Instances.healthy("a", "x", 2));
		assertThat(ids()).containsExactly("x");
		this.log.changes(registered("y", 3), registered("z", 4));
		assertThat(ids()).containsExactly("x", "y", "z");
		this.log.changes(change(Change.Type.DEREGISTERED, "x", 5));
		assertThat(ids()).containsExactly("y", "z");
		assertThat(this.view.service(SERVICE).orElseThrow().revision()).isEqualTo(5);
		assertThat(this.log.positions).isEqualTo(Map.of(0, 5L));
	}

	@Test
	void aServiceWithoutInstancesIsForgottenButItsRevisionNeverGoesBack() {
		this.feed.start();
		this.log.image("e1", 2, Instances.healthy("a", "x", 2));
		this.log.changes(change(Change.Type.DEREGISTERED, "x", 3));
		assertThat(this.view.service(SERVICE)).isEmpty();
		assertThat(this.view.services("default", "", null, 10).services()).isEmpty();
		assertThat(this.view.absentRevision(SERVICE)).isEqualTo(3);
	}

	@Test
	void aRecordThatIsAheadOfTheStreamStays() {
		this.feed.start();
		// The image was read while revision 5 (x anew) was written; 4 (x leaves) comes
		// later.
		this.log.image("e1", 3, Instances.healthy("a", "x", 5));
		this.log.changes(change(Change.Type.DEREGISTERED, "x", 4));
		assertThat(ids()).containsExactly("x");
		this.log.changes(registered("x", 5));
		assertThat(ids()).containsExactly("x");
	}

	@Test
	void readsThePartitionAnewAfterAGap() {
		this.feed.start();
		this.log.image("e1", 1, Instances.healthy("a", "x", 1));
		this.log.history = List.of(change(Change.Type.DEREGISTERED, "x", 2), registered("y", 3), registered("z", 4));
		this.log.changes(registered("z", 4));
		this.log.image("e1", 4, Instances.healthy("a", "y", 3), Instances.healthy("a", "z", 4));
		assertThat(ids()).containsExactly("y", "z");
		assertThat(this.listener.reloads).isEqualTo(2);
	}

	@Test
	void changesThatAreKnownAlreadyChangeNothing() {
		this.feed.start();
		this.log.image("e1", 3, Instances.healthy("a", "x", 3));
		this.log.changes(change(Change.Type.DEREGISTERED, "x", 2));
		assertThat(ids()).containsExactly("x");
		assertThat(this.listener.changes).isEmpty();
	}

	@Test
	void putsBackWhatAnEmptiedStoreLostBeforeItShowsTheStoreAgain() {
		this.feed.start();
		this.log.image("e1", 7, Instances.healthy("a", "x", 7), Instances.of("a", "dead", 6, Status.UP, Health.FAILED));
		this.log.mark = new PartitionMark("", 0);
		loadAnew();
		assertThat(this.log.seen).isEqualTo(7);
		this.log.image("e2", 8);
		assertThat(this.store.restored()).containsExactly("x");
		assertThat(ids()).as("until the store has it again").containsExactly("dead", "x");
		this.log.image("e2", 9, Instances.healthy("a", "x", 9));
		assertThat(ids()).containsExactly("x");
		assertThat(this.listener.reloads).isEqualTo(2);
	}

	@Test
	void whoLeftBySomebodyElsesWordIsNotPutBack() {
		this.feed.start();
		this.log.image("e1", 7, Instances.healthy("a", "x", 6), Instances.healthy("a", "y", 7));
		this.log.fail();
		await().until(this.log::isLoading);
		this.log.history = List.of(registered("z", 8), change(Change.Type.DEREGISTERED, "x", 9));
		this.log.image("e1", 9, Instances.healthy("a", "y", 7), Instances.healthy("a", "z", 8));
		assertThat(this.store.restored()).isEmpty();
		assertThat(ids()).containsExactly("y", "z");
	}

	@Test
	void whereTheStreamNoLongerTellsWhoLeftTheStoreIsBelieved() {
		this.feed.start();
		this.log.image("e1", 7, Instances.healthy("a", "x", 6), Instances.healthy("a", "y", 7));
		this.log.fail();
		await().until(this.log::isLoading);
		this.log.history = List.of(registered("z", 20_000));
		this.log.image("e1", 20_000, Instances.healthy("a", "z", 20_000));
		assertThat(this.store.restored()).isEmpty();
		assertThat(ids()).containsExactly("z");
	}

	@Test
	void anEarlierDepartureOfTheSameIdDoesNotCount() {
		this.feed.start();
		Instance again = Instances.healthy("a", "x", 60).registeredAt(Instances.NOON.plusSeconds(10));
		this.log.image("e1", 60, again);
		this.log.fail();
		await().until(this.log::isLoading);
		// Redis lost revision 60, at which it came back.
		this.log.history = List.of(departed("x", 50, "lease-before"));
		this.log.image("e2", 61);
		assertThat(this.store.restored()).containsExactly("x");
	}

	@Test
	void aDepartureThatTookALostRevisionCounts() {
		this.feed.start();
		this.log.image("e1", 58, Instances.healthy("a", "x", 58));
		this.log.fail();
		await().until(this.log::isLoading);
		// The fail-over lost 56 to 58, and x left as the new 57.
		this.log.history = List.of(registered("y", 56), change(Change.Type.DEREGISTERED, "x", 57), registered("y", 58),
				registered("y", 59));
		this.log.image("e1", 59, Instances.healthy("a", "y", 59));
		assertThat(this.store.restored()).isEmpty();
		assertThat(ids()).containsExactly("y");
	}

	@Test
	void aStoreThatRefusesToTakeThemBackIsAskedAgain() {
		this.feed.start();
		this.log.image("e1", 7, Instances.healthy("a", "x", 7));
		this.log.fail();
		await().until(this.log::isLoading);
		this.store.failure = new StoreUnavailableException("full", Duration.ofSeconds(1), null);
		this.log.image("e2", 8);
		assertThat(ids()).containsExactly("x");
		await().until(this.log::isLoading);
		this.store.failure = null;
		this.log.image("e2", 8);
		this.log.image("e2", 9, Instances.healthy("a", "x", 9));
		assertThat(this.store.restored()).containsExactly("x", "x");
		assertThat(ids()).containsExactly("x");
	}

	@Test
	void listenersHearOnlyOfServicesThatDiffer() {
		this.feed.start();
		this.log.image("e1", 7, Instances.healthy("a", "x", 7));
		assertThat(this.listener.differing).containsExactly("a@7:1");
		this.log.fail();
		await().until(this.log::isLoading);
		this.log.image("e1", 7, Instances.healthy("a", "x", 7));
		assertThat(this.listener.differing).isEmpty();
		this.log.fail();
		await().until(this.log::isLoading);
		this.log.history = List.of(change(Change.Type.DEREGISTERED, "x", 8));
		this.log.image("e1", 8);
		assertThat(this.listener.differing).containsExactly("a@8:0");
	}

	@Test
	void goesOnFromMemoryAndSaysHowOldItIsWhileTheStoreIsAway() {
		this.feed.start();
		this.log.image("e1", 1, Instances.healthy("a", "x", 1));
		assertThat(this.view.staleness()).isZero();
		this.log.fail();
		this.now.addAndGet(Duration.ofSeconds(3).toNanos());
		assertThat(this.view.staleness()).isEqualTo(Duration.ofSeconds(3));
		assertThat(ids()).containsExactly("x");
		await().until(this.log::isLoading);
		this.log.image("e1", 2, Instances.healthy("a", "x", 1), Instances.healthy("a", "y", 2));
		assertThat(this.view.staleness()).isZero();
		assertThat(ids()).containsExactly("x", "y");
	}

	@Test
	void aWriteThatAFailOverLostIsPutBackAlthoughAnotherTookItsRevision() {
		this.feed.start();
		this.log.image("e1", 10, Instances.healthy("a", "lost", 10));
		this.log.fail();
		await().until(this.log::isLoading);
		this.log.history = List.of();
		this.log.image("e1", 10, Instances.healthy("a", "other", 10));
		assertThat(this.store.restored()).containsExactly("lost");
		this.log.image("e1", 11, Instances.healthy("a", "other", 10), Instances.healthy("a", "lost", 11));
		assertThat(ids()).containsExactly("lost", "other");
	}

	@Test
	void aWriterWaitsUntilTheViewShowsItsChange() {
		this.feed.start();
		this.log.image("e1", 1);
		CompletableFuture<Void> shown = this.feed.shows(0, 3).toCompletableFuture();
		this.log.changes(registered("x", 2));
		assertThat(shown).isNotDone();
		this.log.changes(registered("y", 3));
		assertThat(shown).isCompleted();
		assertThat(this.feed.shows(0, 3).toCompletableFuture()).isCompleted();
	}

	@Test
	void aWriterDoesNotWaitForeverForAViewThatIsBehind() {
		this.feed.start();
		this.log.image("e1", 1);
		CompletableFuture<Void> shown = this.feed.shows(0, 2).toCompletableFuture();
		this.now.addAndGet(Duration.ofSeconds(10).toNanos());
		await().until(shown::isDone);
	}

	private void loadAnew() {
		await().until(() -> {
			this.log.changes();
			return this.log.isLoading();
		});
	}

	private List<String> ids() {
		return this.view.service(SERVICE)
			.map((service) -> service.instances().stream().map(Instance::instanceId).toList())
			.orElse(List.of());
	}

	private static StoredChange registered(String id, long revision) {
		return change(Change.Type.REGISTERED, id, revision);
	}

	private static StoredChange departed(String id, long revision, String leaseId) {
		Instance known = Instances.healthy("a", id, revision);
		Instance left = new Instance(revision, leaseId, known.namespace(), known.serviceName(), id, known.host(),
				known.port(), false, known.status(), known.health(), known.weight(), null, null, List.of(), Map.of(),
				known.ttl(), true, known.healthCheck(), known.registeredAt(), null, null);
		return new StoredChange(0, Change.Type.DEREGISTERED, revision - 1, Instances.NOON, left, false);
	}

	private static StoredChange change(Change.Type type, String id, long revision) {
		return new StoredChange(0, type, revision - 1, Instances.NOON, Instances.healthy("a", id, revision), false);
	}

	private static final class RecordingListener implements ViewListener {

		private final List<StoredChange> changes = new ArrayList<>();

		private int reloads;

		private List<String> differing = List.of();

		@Override
		public void reloaded(int partition, Collection<ServiceSnapshot> services,
				Collection<ServiceSnapshot> differing) {
			this.reloads++;
			this.differing = differing.stream()
				.map((it) -> it.key().name() + '@' + it.revision() + ':' + it.instances().size())
				.toList();
		}

		@Override
		public void changed(StoredChange change, long previousRevision, ServiceSnapshot service) {
			this.changes.add(change);
		}

	}

	/** Answers when the test says so, on the test's thread. */
	private static final class ScriptedLog implements ChangeLog {

		private final Deque<CompletableFuture<PartitionImage>> loads = new ArrayDeque<>();

		private final Deque<CompletableFuture<List<StoredChange>>> reads = new ArrayDeque<>();

		private volatile Map<Integer, Long> positions = Map.of();

		private volatile long seen;

		private volatile List<StoredChange> history = List.of();

		private volatile PartitionMark mark = new PartitionMark("e1", Long.MAX_VALUE);

		@Override
		public int partitions() {
			return 1;
		}

		@Override
		public List<List<Integer>> readGroups() {
			return List.of(List.of(0));
		}

		@Override
		public synchronized CompletionStage<PartitionImage> load(int partition, long seen) {
			this.seen = seen;
			this.loads.add(new CompletableFuture<>());
			return this.loads.getLast();
		}

		@Override
		public CompletionStage<PartitionMark> mark(int partition) {
			return CompletableFuture.completedStage(this.mark);
		}

		@Override
		public synchronized CompletionStage<List<StoredChange>> read(List<Integer> group, Map<Integer, Long> after,
				Duration wait) {
			this.positions = after;
			this.reads.add(new CompletableFuture<>());
			return this.reads.getLast();
		}

		@Override
		public CompletionStage<List<StoredChange>> history(int partition, long after, int limit) {
			return CompletableFuture
				.completedStage(this.history.stream().filter((it) -> it.revision() > after).toList());
		}

		synchronized boolean isLoading() {
			return !this.loads.isEmpty();
		}

		void image(String epoch, long revision, Instance... instances) {
			Map<ServiceKey, List<Instance>> services = (instances.length > 0) ? Map.of(SERVICE, List.of(instances))
					: Map.of();
			Map<ServiceKey, Long> revisions = (instances.length > 0) ? Map.of(SERVICE, revision) : Map.of();
			nextLoad().complete(new PartitionImage(epoch, revision, revisions, services));
		}

		void changes(StoredChange... changes) {
			CompletableFuture<List<StoredChange>> read = nextRead();
			if (read != null) {
				read.complete(List.of(changes));
			}
		}

		void fail() {
			nextRead().completeExceptionally(new StoreUnavailableException("away", Duration.ofSeconds(1), null));
		}

		private synchronized CompletableFuture<PartitionImage> nextLoad() {
			return this.loads.remove();
		}

		private synchronized CompletableFuture<List<StoredChange>> nextRead() {
			return this.reads.poll();
		}

	}

	/** Takes back what it is given. */
	private static final class ScriptedStore implements InstanceStore {

		private final List<Mutation> mutations = new ArrayList<>();

		private @Nullable StoreUnavailableException failure;

		List<String> restored() {
			return this.mutations.stream().map((it) -> ((Mutation.Restore) it).instance().instanceId()).toList();
		}

		@Override
		public CompletionStage<Commit> commit(Mutation mutation) {
			this.mutations.add(mutation);
			return (this.failure != null) ? CompletableFuture.failedStage(this.failure)
					: CompletableFuture.completedStage(new Commit.Applied(9, true));
		}

		@Override
		public int partitions() {
			return 1;
		}

		@Override
		public int partitionOf(ServiceKey service) {
			return 0;
		}

		@Override
		public CompletionStage<Renewal> renew(LeaseClaim claim) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Optional<Instance>> find(InstanceKey instance) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<List<OptionalLong>> remaining(int partition, List<InstanceKey> instances) {
			throw new UnsupportedOperationException();
		}

	}

}
