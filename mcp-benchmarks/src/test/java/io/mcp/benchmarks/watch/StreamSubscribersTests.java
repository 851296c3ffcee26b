package io.mcp.benchmarks.watch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.mcp.benchmarks.arguments.ArgumentException;
import io.mcp.benchmarks.http.EventLoops;
import io.mcp.benchmarks.http.RegistryCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamSubscribersTests {

	private static final int COUNT = 70;

	private final AtomicLong clock = new AtomicLong();

	private final EventLoops loops = new EventLoops(2);

	private final Arrivals arrivals = new Arrivals(COUNT, this.clock::incrementAndGet);

	private ScriptedRegistry registry;

	private StreamSubscribers subscribers;

	@BeforeEach
	void start() throws IOException {
		this.registry = new ScriptedRegistry();
		this.subscribers = new StreamSubscribers(this.loops, List.of(this.registry.address()), ChangingService.NAME,
				COUNT, this.arrivals);
	}

	@AfterEach
	void stop() {
		this.subscribers.close();
		this.loops.close();
		this.registry.close();
	}

	@Test
	void everySubscriberIsTimedOnceForEachChange() {
		this.subscribers.subscribe();
		ChangingService service = new ChangingService(
				List.of(new RegistryCalls(this.registry.address(), 1, this.loops.next())), this.arrivals);
		service.settle();
		for (int i = 0; i < 3; i++) {
			assertThat(Arrays.stream(service.comeOrGo()).boxed()).hasSize(COUNT)
				.doesNotHaveDuplicates()
				.allMatch((nanos) -> nanos > 0);
		}
	}

	@Test
	void aRefusedStreamEndsTheRunWithTheRegistrysWords() {
		this.registry.refuseStreams(429);
		assertThatExceptionOfType(ArgumentException.class).isThrownBy(this.subscribers::subscribe)
			.withMessageContaining("Not all of 70 streams")
			.withMessageContaining("429")
			.withMessageContaining("Too many streams");
	}

}
