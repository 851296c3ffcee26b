package io.mcp.discovery.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.mcp.discovery.Instances;
import io.mcp.discovery.cache.ToldList.Outcome;
import io.mcp.protocol.Change;
import io.mcp.protocol.Change.Type;
import io.mcp.protocol.Health;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import io.mcp.protocol.Status;
import org.junit.jupiter.api.Test;

import static io.mcp.discovery.Instances.instance;
import static org.assertj.core.api.Assertions.assertThat;

class ToldListTests {

	private static final long PATIENCE = Duration.ofSeconds(15).toNanos();

	private final ToldList told = new ToldList(new Suspicion(Duration.ofSeconds(2)), Duration.ofNanos(PATIENCE));

	@Test
	void changeThatFollowsIsApplied() {
		this.told.fetched(list(5, "a"), 0);
		assertThat(this.told.changed(registered(5, 6, "b"), 0)).isEqualTo(Outcome.APPLIED);
		assertThat(this.told.changed(change(Type.UPDATED, 6, 7, instance("a", Status.DRAINING, Health.HEALTHY, 7)), 0))
			.isEqualTo(Outcome.APPLIED);
		assertThat(revision()).isEqualTo(7);
		assertThat(forCallers()).containsExactly("b");
		assertThat(this.told.changed(change(Type.DEREGISTERED, 7, 8, Instances.instance("b")), 0))
			.isEqualTo(Outcome.APPLIED);
		assertThat(forCallers()).isEmpty();
	}

	@Test
	void changeThatTheListContainsIsIgnored() {
		this.told.fetched(list(7, "a"), 0);
		assertThat(this.told.changed(registered(6, 7, "b"), 0)).isEqualTo(Outcome.OLD);
		assertThat(this.told.changed(registered(3, 4, "b"), 0)).isEqualTo(Outcome.OLD);
		assertThat(forCallers()).containsExactly("a");
	}

	@Test
	void changeAfterAMissingOneIsAGapUntilAListContainsIt() {
		this.told.fetched(list(5, "a"), 0);
		assertThat(this.told.changed(registered(7, 9, "b"), 0)).isEqualTo(Outcome.GAP);
		assertThat(this.told.hasGap()).isTrue();
		this.told.fetched(list(8, "a"), 0);
		assertThat(this.told.hasGap()).isTrue();
		this.told.fetched(list(9, "a", "b"), 0);
		assertThat(this.told.hasGap()).isFalse();
	}

	@Test
	void changeOfAListThatIsNotKnownIsAGap() {
		assertThat(this.told.changed(registered(0, 1, "b"), 0)).isEqualTo(Outcome.GAP);
	}

	@Test
	void listOfALowerRevisionTakesNothingFromCallersButGivesThemWhatItKnowsAlone() {
		this.told.fetched(list(10, "a", "b"), 0);
		assertThat(this.told.pushed(list(8, "b", "c"), 0)).isEqualTo(Outcome.HELD);
		assertThat(forCallers()).containsExactly("a", "b", "c");
		assertThat(revision()).isEqualTo(10);
		this.told.confirmed();
		assertThat(forCallers()).containsExactly("a", "b");
	}

	@Test
	void instanceThatIsKnownToLeaveIsNotPutBackByALowerList() {
		this.told.fetched(list(10, "a", "b"), 0);
		this.told.changed(change(Type.UPDATED, 10, 11, instance("a", Status.DRAINING, Health.HEALTHY, 11)), 0);
		this.told.pushed(list(10, "a", "b"), 0);
		assertThat(forCallers()).containsExactly("b");
		this.told.changed(change(Type.DEREGISTERED, 11, 12, Instances.instance("a")), 0);
		assertThat(forCallers()).containsExactly("b");
		assertThat(this.told.isHolding()).as("it was behind").isFalse();
	}

	@Test
	void patienceEndsAtAMoment() {
		this.told.fetched(list(500, "a", "b"), 0);
		assertThat(this.told.patienceLeft(1)).isNull();
		this.told.pushed(list(3, "c"), 1);
		this.told.pushed(list(4, "c", "d"), 5);
		assertThat(this.told.patienceLeft(5)).isEqualTo(Duration.ofNanos(PATIENCE - 4));
	}

	@Test
	void laggingReplicaThatCatchesUpIsFollowedAgain() {
		this.told.fetched(list(10, "a", "b"), 0);
		this.told.pushed(list(8, "a", "b", "c"), 0);
		this.told.changed(change(Type.DEREGISTERED, 8, 10, Instances.instance("c")), 1);
		assertThat(this.told.changed(registered(10, 11, "d"), 2)).isEqualTo(Outcome.APPLIED);
		assertThat(forCallers()).containsExactly("a", "b", "d");
		assertThat(revision()).isEqualTo(11);
	}

	@Test
	void storeThatLostItsMemoryIsFollowedAtOnceWhenItKnowsTheSameInstancesAgain() {
		this.told.fetched(list(500, "a", "b"), 0);
		assertThat(this.told.pushed(list(0), 0)).isEqualTo(Outcome.HELD);
		this.told.changed(registered(0, 1, "a"), 1);
		assertThat(forCallers()).containsExactly("a", "b");
		assertThat(revision()).isEqualTo(500);
		this.told.changed(registered(1, 2, "b"), 2);
		assertThat(revision()).isEqualTo(2);
		this.told.changed(registered(2, 3, "c"), 3);
		assertThat(forCallers()).containsExactly("a", "b", "c");
	}

	@Test
	void storeThatLostItsMemoryIsBelievedByAFetchAfterThePatience() {
		this.told.fetched(list(500, "a", "b"), 0);
		assertThat(this.told.fetched(list(3, "a"), 0)).isEqualTo(Outcome.HELD);
		assertThat(this.told.fetched(list(3, "a"), PATIENCE - 1)).isEqualTo(Outcome.HELD);
		assertThat(this.told.pushed(list(3, "a"), PATIENCE)).isEqualTo(Outcome.HELD);
		assertThat(this.told.fetched(list(3, "a"), PATIENCE)).isEqualTo(Outcome.APPLIED);
		assertThat(forCallers()).containsExactly("a");
	}

	@Test
	void drainIsHeardEvenFromAStoreThatLostItsMemory() {
		this.told.fetched(list(500, "a", "b"), 0);
		this.told.pushed(list(2, "a"), 0);
		Change draining = change(Type.UPDATED, 2, 3, instance("a", Status.DRAINING, Health.HEALTHY, 3));
		assertThat(this.told.changed(draining, 1)).isEqualTo(Outcome.APPLIED);
		assertThat(forCallers()).containsExactly("b");
	}

	@Test
	void confirmationOfTheKnownListEndsThePatience() {
		this.told.fetched(list(10, "a", "b"), 0);
		this.told.fetched(list(8, "a"), 0);
		this.told.confirmed();
		assertThat(this.told.fetched(list(8, "a"), PATIENCE)).isEqualTo(Outcome.HELD);
	}

	@Test
	void listOfALowerRevisionIsTakenWhereNothingCanBeCalled() {
		this.told.fetched(list(500), 0);
		assertThat(this.told.fetched(list(3, "a"), 0)).isEqualTo(Outcome.APPLIED);
	}

	@Test
	void expiredInstanceStaysAsLongAsThereIsDoubt() {
		this.told.fetched(list(5, "a"), 0);
		this.told.changed(change(Type.EXPIRED, 5, 6, instance("a", Status.UP, Health.FAILED, 6)), 0);
		assertThat(forCallers()).containsExactly("a");
		this.told.fetched(new ServiceInstances("default", "billing", 7, false,
				List.of(instance("a", Status.DRAINING, Health.FAILED, 7))), 0);
		assertThat(forCallers()).isEmpty();
	}

	private List<String> forCallers() {
		return Selection.of(this.told.candidates()).instances().stream().map(InstanceInfo::instanceId).toList();
	}

	private long revision() {
		ServiceInstances known = this.told.known();
		assertThat(known).isNotNull();
		return known.revision();
	}

	private static ServiceInstances list(long revision, String... ids) {
		return new ServiceInstances("default", "billing", revision, false, Instances.instances(ids));
	}

	private static Change registered(long previous, long revision, String id) {
		return change(Type.REGISTERED, previous, revision, instance(id, Status.UP, Health.HEALTHY, revision));
	}

	private static Change change(Type type, long previous, long revision, InstanceInfo instance) {
		return new Change(type, "default", "billing", previous, revision, Instant.EPOCH, instance, false);
	}

}
