package io.mcp.benchmarks.watch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectationTests {

	private final Expectation come = new Expectation("a:1", true);

	private final Expectation gone = new Expectation("a:1", false);

	@Test
	void aChangeOfAnotherInstanceMeetsNothing() {
		ServerSentEvent other = change("registered", "a:10");
		assertThat(this.come.isMetBy(other)).isFalse();
		assertThat(this.gone.isMetBy(change("deregistered", "a:10"))).isFalse();
	}

	@Test
	void comingAndGoingAreToldApart() {
		assertThat(this.come.isMetBy(change("registered", "a:1"))).isTrue();
		assertThat(this.gone.isMetBy(change("registered", "a:1"))).isFalse();
		assertThat(this.gone.isMetBy(change("deregistered", "a:1"))).isTrue();
		assertThat(this.come.isMetBy(change("deregistered", "a:1"))).isFalse();
	}

	@Test
	void aSnapshotForASlowReaderCountsByWhatItHolds() {
		ServerSentEvent with = new ServerSentEvent("snapshot", "{\"instances\":[{\"instance_id\":\"a:1\"}]}");
		ServerSentEvent without = new ServerSentEvent("snapshot", "{\"instances\":[]}");
		assertThat(this.come.isMetBy(with)).isTrue();
		assertThat(this.come.isMetBy(without)).isFalse();
		assertThat(this.gone.isMetBy(without)).isTrue();
		assertThat(this.gone.isMetBy(new ServerSentEvent("", ""))).isFalse();
	}

	private static ServerSentEvent change(String type, String id) {
		return new ServerSentEvent("change",
				"{\"type\":\"" + type + "\",\"instance\":{\"instance_id\":\"" + id + "\"}}");
	}

}
