package io.mcp.registry.lease;

import io.mcp.registry.instance.InstanceKey;
import io.mcp.registry.instance.ServiceKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlinesTests {

	private final Deadlines deadlines = new Deadlines();

	private final InstanceKey first = new ServiceKey("default", "a").instance("1");

	private final InstanceKey second = new ServiceKey("default", "a").instance("2");

	@Test
	void whatIsDueComesInItsOrderAndOnce() {
		this.deadlines.set(new Deadline(this.second, 20, true));
		this.deadlines.set(new Deadline(this.first, 10, true));
		assertThat(this.deadlines.due(20, 10)).extracting(Deadline::instance).containsExactly(this.first, this.second);
		assertThat(this.deadlines.due(20, 10)).isEmpty();
	}

	@Test
	void aNewDeadlineReplacesTheOld() {
		this.deadlines.set(new Deadline(this.first, 10, true));
		this.deadlines.set(new Deadline(this.first, 30, true));
		assertThat(this.deadlines.due(20, 10)).isEmpty();
		assertThat(this.deadlines.due(30, 10)).hasSize(1);
	}

	@Test
	void anAnswerThatComesLateChangesNothing() {
		this.deadlines.set(new Deadline(this.first, 10, true));
		this.deadlines.setIfNone(new Deadline(this.first, 3_600, true));
		assertThat(this.deadlines.due(10, 10)).hasSize(1);
		this.deadlines.setIfNone(new Deadline(this.first, 20, true));
		assertThat(this.deadlines.due(20, 10)).hasSize(1);
	}

	@Test
	void whatWasReplacedIsNotKept() {
		for (int i = 0; i < 1000; i++) {
			this.deadlines.set(new Deadline(this.first, 3_600 + i, true));
		}
		assertThat(this.deadlines.size()).isEqualTo(1);
	}

	@Test
	void whatWasDroppedNeverComes() {
		this.deadlines.set(new Deadline(this.first, 10, true));
		this.deadlines.drop(this.first);
		assertThat(this.deadlines.due(10, 10)).isEmpty();
		assertThat(this.deadlines.size()).isZero();
	}

	@Test
	void theClockMayRunOver() {
		this.deadlines.set(new Deadline(this.first, Long.MIN_VALUE + 5, true));
		this.deadlines.set(new Deadline(this.second, Long.MAX_VALUE - 5, true));
		assertThat(this.deadlines.due(Long.MAX_VALUE - 1, 10)).extracting(Deadline::instance)
			.containsExactly(this.second);
		assertThat(this.deadlines.due(Long.MIN_VALUE + 5, 10)).extracting(Deadline::instance)
			.containsExactly(this.first);
	}

}
