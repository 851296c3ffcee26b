package io.mcp.benchmarks.watch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventReaderTests {

	private static final String STREAM = ": watching\n\nevent: snapshot\ndata: {\"a\":\"ü\"}\n\nevent: change\ndata: {}\n\n";

	@Test
	void readsTheSameWhereverTheNetworkCuts() {
		byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
		for (int step = 1; step <= bytes.length; step++) {
			List<ServerSentEvent> events = new ArrayList<>();
			EventReader reader = new EventReader(events::add);
			for (int from = 0; from < bytes.length; from += step) {
				reader.read(Unpooled.wrappedBuffer(bytes, from, Math.min(step, bytes.length - from)));
			}
			assertThat(events).as("cut each %d bytes", step)
				.containsExactly(new ServerSentEvent("", ""), new ServerSentEvent("snapshot", "{\"a\":\"ü\"}"),
						new ServerSentEvent("change", "{}"));
		}
	}

}
