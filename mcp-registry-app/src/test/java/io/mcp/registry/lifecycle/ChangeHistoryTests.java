package io.mcp.registry.lifecycle;

import java.util.ArrayList;
import java.util.List;

import io.mcp.protocol.Changes;
import io.mcp.registry.instance.Instances;
import io.mcp.registry.instance.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChangeHistoryTests {

	private final ScriptedChangeLog log = new ScriptedChangeLog(2);

	private final ChangeHistory history = new ChangeHistory(this.log);

	@Test
	void mergesThePartitionsByTimeAndKeepsTheOrderOfEach() {
		this.log.change(0, "a", 1).change(0, "d", 4).change(1, "b", 2).change(1, "c", 3).change(1, "early", 0);
		Changes all = read(null, 10);
		assertThat(ids(all)).containsExactly("a", "b", "c", "early", "d");
		assertThat(all.next()).isEqualTo("2.3");
		assertThat(all.truncated()).isFalse();
	}

	@Test
	void pagesOfAnySizeBringEachChangeOnceAndInTheSameOrder() {
		for (int i = 0; i < 7; i++) {
			this.log.change((i < 5) ? 0 : 1, "i" + i, i);
		}
		for (int limit = 1; limit <= 8; limit++) {
			List<String> told = new ArrayList<>();
			String after = null;
			Changes page = read(after, limit);
			while (!page.changes().isEmpty()) {
				told.addAll(ids(page));
				after = page.next();
				page = read(after, limit);
			}
			assertThat(told).as("limit %s", limit).containsExactly("i0", "i1", "i2", "i3", "i4", "i5", "i6");
		}
	}

	@Test
	void passesOverOtherNamespacesAndTheCursorDoesToo() {
		this.log.change(0,
				Instances.registration("blue", "orders", "x", "h", 1, 15).grant("l", Instances.NOON).atRevision(1), 0);
		this.log.change(0, "a", 1);
		Changes page = read(null, 10);
		assertThat(ids(page)).containsExactly("a");
		assertThat(page.next()).isEqualTo("2.0");
	}

	@Test
	void tellsWhenChangesAfterTheCursorAreGone() {
		this.log.change(0, "a", 1).change(0, "b", 2).change(0, "c", 3);
		this.log.forgetAllBut(0, 1);
		assertThat(read("1.0", 10).truncated()).isTrue();
		assertThat(read("2.0", 10).truncated()).isFalse();
		assertThat(read(null, 10).truncated()).as("who asks for all that is kept misses nothing").isFalse();
	}

	@Test
	void beginsAgainInAPartitionThatLostItsData() {
		this.log.change(0, "a", 1).change(0, "b", 2).change(0, "c", 3).change(1, "d", 4);
		String before = read(null, 10).next();
		this.log.lose(0);
		this.log.change(0, "again", 5);
		Changes page = read(before, 10);
		assertThat(ids(page)).containsExactly("again");
		assertThat(page.truncated()).isTrue();
		assertThat(page.next()).isEqualTo("1.1");
		assertThat(read(page.next(), 10).truncated()).isFalse();
	}

	@Test
	void beginsAgainInAPartitionThatIsEmptyNow() {
		this.log.change(0, "a", 1);
		this.log.lose(0);
		Changes page = read("1.0", 10);
		assertThat(page).isEqualTo(new Changes(List.of(), "0.0", true));
		this.log.change(0, "again", 5);
		assertThat(ids(read(page.next(), 10))).containsExactly("again");
	}

	@Test
	void asksHowFarAPartitionIsOnlyWhereItHasNothingNew() {
		this.log.change(0, "a", 1).change(0, "b", 2).change(1, "c", 3);
		read("1.0", 10);
		assertThat(this.log.marked()).isEmpty();
		assertThat(read("2.0", 10).truncated()).isFalse();
		assertThat(this.log.marked()).containsExactly(0);
	}

	@Test
	void oneRevisionIsForAllPartitionsHoweverFarEachIs() {
		this.log.change(0, "a", 1).change(0, "b", 2).change(0, "c", 3).change(1, "d", 4);
		Changes page = read("2", 10);
		assertThat(ids(page)).containsExactly("c");
		assertThat(page).returns("3.1", Changes::next).returns(false, Changes::truncated);
		this.log.change(1, "e", 5);
		assertThat(ids(read(page.next(), 10))).containsExactly("e");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "+5", "-1", "1.", "1.+2", "1.2.3", "x", "18446744073709551615", "9223372036854775808",
			"1000000000000000000", "1.1000000000000000000", "٣" })
	void refusesWhatIsNoCursor(String after) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> read(after, 10))
			.satisfies((ex) -> assertThat(ex.errors()).singleElement()
				.satisfies((error) -> assertThat(error.field()).isEqualTo("after")));
	}

	@Test
	void takesTheLargestCursor() {
		assertThat(read("999999999999999999.0", 10).truncated()).isTrue();
	}

	private Changes read(@Nullable String after, int limit) {
		return this.history.read("default", after, limit).toCompletableFuture().join();
	}

	private static List<String> ids(Changes changes) {
		return changes.changes().stream().map((change) -> change.instance().instanceId()).toList();
	}

}
