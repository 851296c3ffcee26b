package io.mcp.discovery.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.mcp.discovery.transport.SseParser.EventTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SseParserTests {

	private final SseParser parser = new SseParser();

	@Test
	void commentsAreNoEvents() throws Exception {
		assertThat(read(": watching\n\n: ping\n\n\n")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void eventsEndWithAnEmptyLine(String lineEnd) throws Exception {
		assertThat(
				read(": hello|event: change|data: {\"a\":1}||event:snapshot|data:{}||data: x||".replace("|", lineEnd)))
			.containsExactly("change {\"a\":1}", "snapshot {}", "message x");
	}

	@Test
	void bytesMayComeInAnyPortions() throws Exception {
		String text = "event: change\r\ndata: {\"name\":\"größe ✓\"}\r\n\r\nevent: snapshot\ndata: 2\n\n";
		List<String> events = new ArrayList<>();
		for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
			events.addAll(read(ByteBuffer.wrap(new byte[] { one })));
		}
		assertThat(events).containsExactly("change {\"name\":\"größe ✓\"}", "snapshot 2");
	}

	@Test
	void severalDataLinesAreOneText() throws Exception {
		assertThat(read("data: a\ndata:b\ndata\n\n")).containsExactly("message a\nb\n");
	}

	@Test
	void eventWithoutDataIsNone() throws Exception {
		assertThat(read("event: change\n\ndata: 1\n\n")).containsExactly("message 1");
	}

	@Test
	void unknownFieldsMeanNothing() throws Exception {
		assertThat(read("id: 7\nretry: 100\nwhatever\nevent: change\ndata: 1\n\n")).containsExactly("change 1");
	}

	@Test
	void eventThatWouldFillTheMemoryIsRefused() throws Exception {
		ByteBuffer much = ByteBuffer.allocate(SseParser.LARGEST_EVENT);
		assertThat(read(much)).isEmpty();
		assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(() -> read("a"));
	}

	@Test
	void memoryOfALargeEventIsLetGoAfterIt() throws Exception {
		assertThat(read("data: " + "x".repeat(SseParser.LARGEST_KEPT * 8) + "\n\n")).hasSize(1);
		assertThat(this.parser.capacity()).isLessThanOrEqualTo(SseParser.LARGEST_KEPT);
		assertThat(read("data: 1\n\n")).containsExactly("message 1");
	}

	private List<String> read(String text) throws EventTooLargeException {
		return read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private List<String> read(ByteBuffer bytes) throws EventTooLargeException {
		return this.parser.read(bytes)
			.stream()
			.map((event) -> event.name() + " " + new String(event.data(), StandardCharsets.UTF_8))
			.toList();
	}

}
