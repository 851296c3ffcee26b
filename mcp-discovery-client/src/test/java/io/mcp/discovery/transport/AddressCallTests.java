package io.mcp.discovery.transport;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.mcp.discovery.ScriptedRegistry;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.transport.StreamEnd.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AddressCallTests {

	private final List<StreamEnd> failures = new CopyOnWriteArrayList<>();

	/** What happens to a stream happens before {@code close} returns. */
	private final AddressCall call = new AddressCall(HttpClient.newHttpClient(), Runnable::run, Duration.ofSeconds(5),
			Duration.ofSeconds(30));

	@Test
	void streamThatIsClosedBeforeItsHeadCameSaysNothingAboutTheAddress() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		try (ScriptedRegistry registry = new ScriptedRegistry().answering((request) -> {
			awaitQuietly(released);
			return new Response(204);
		})) {
			EventStream stream = open(registry);
			await().until(() -> !registry.requests().isEmpty());
			stream.close();
			released.countDown();
		}
		assertThat(this.failures).isEmpty();
	}

	@Test
	void addressWithoutAConnectionIsUnreachable() throws Exception {
		try (ScriptedRegistry registry = new ScriptedRegistry()) {
			registry.goAway();
			open(registry);
			await().untilAsserted(
					() -> assertThat(this.failures).extracting(StreamEnd::kind).containsExactly(Kind.UNREACHABLE));
		}
	}

	private EventStream open(ScriptedRegistry registry) {
		EventStream stream = new EventStream(new Deaf(), Runnable::run, (over) -> {
		});
		this.call.open(registry.uri(), "/v1/watch?service=a", stream, () -> {
		}, this.failures::add);
		return stream;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Nothing that it is told matters. */
	private static final class Deaf implements EventReader {

		@Override
		public void opened(String watchId) {
		}

		@Override
		public void alive() {
		}

		@Override
		public void event(ServerEvent event) {
		}

		@Override
		public void ended(StreamEnd end) {
		}

	}

}
