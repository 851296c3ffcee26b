package io.mcp.discovery.registration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.mcp.discovery.ManualClock;
import io.mcp.discovery.ScriptedRegistry;
import io.mcp.discovery.ScriptedRegistry.Request;
import io.mcp.discovery.ScriptedRegistry.Response;
import io.mcp.discovery.transport.Jitter;
import io.mcp.discovery.transport.RegistryTransport;
import io.mcp.protocol.RegisterRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How long a registration waits between its steps: planned, not passed. */
class RegistrationPaceTests {

	/** Makes each jitter as long as it gets. */
	private static final long MOST = -1;

	private static final RegistrationPlan PLAN = RegistrationPlan
		.of(RegisterRequest.of("orders", "10.0.0.7", 8080).ttl(30).build());

	private final ManualClock clock = new ManualClock();

	private final ScriptedRegistry registry = new ScriptedRegistry();

	private final RegistryTransport transport = new RegistryTransport(List.of(this.registry.uri()),
			Duration.ofSeconds(30), Duration.ofSeconds(30), this.clock, this.clock::nanos, () -> MOST);

	private final RecordingScheduler scheduler = new RecordingScheduler();

	@AfterEach
	void close() {
		this.scheduler.shutdownNow();
		this.transport.close();
		this.registry.close();
	}

	@Test
	void heartbeatsComeAfterTheRenewInterval() {
		assertThat(secondsPlanned(3, (request) -> accept(request, 30))).containsExactly(11L, 11L, 11L);
	}

	@Test
	void leaseThatWasGrantedForLessIsRenewedMoreOften() {
		assertThat(secondsPlanned(2, (request) -> accept(request, 9))).containsExactly(3L, 3L);
	}

	@Test
	void stepsBackLongerEachTimeTheLeaseIsTakenOver() {
		List<Long> planned = secondsPlanned(14,
				(request) -> request.method().equals("PUT") ? new Response(409) : accept(request, 30));
		assertThat(planned).containsExactly(11L, 1L, 11L, 2L, 11L, 4L, 11L, 8L, 11L, 16L, 11L, 30L, 11L, 30L);
	}

	@Test
	void takeOverAfterALongTimeIsANewMatter() {
		List<Long> planned = secondsPlanned(6, (request) -> {
			if (request.method().equals("PUT")) {
				this.clock.advance(Duration.ofMinutes(2));
				return new Response(409);
			}
			return accept(request, 30);
		});
		assertThat(planned).containsExactly(11L, 1L, 11L, 1L, 11L, 1L);
	}

	@Test
	void refusedRegistrationIsTriedMoreAndMoreRarely() {
		assertThat(secondsPlanned(7, (request) -> new Response(400))).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
	}

	@Test
	void registrationWaitsAsLongAsTheRegistryWants() {
		assertThat(secondsPlanned(1, (request) -> new Response(503, "", Map.of("Retry-After", "20"))))
			.containsExactly(20L);
	}

	@Test
	void heartbeatWaitsAsLongAsTheRegistryWantsButNotLongerThanUsual() {
		assertThat(secondsPlanned(2, (request) -> request.method().equals("PUT")
				? new Response(503, "", Map.of("Retry-After", "20")) : accept(request, 30)))
			.containsExactly(11L, 10L);
	}

	private List<Long> secondsPlanned(int count, Function<Request, Response> script) {
		this.registry.answering(script);
		Registration registration = new Registration(PLAN, new LeaseCalls(this.transport, "shop"), this.scheduler,
				this.clock, this.clock::nanos, new Jitter(() -> MOST), Duration.ZERO);
		registration.start();
		await().until(() -> this.scheduler.delays.size() >= count);
		return this.scheduler.delays.stream()
			.limit(count)
			.map((delay) -> Math.round(delay.toMillis() / 1000.0))
			.toList();
	}

	private static Response accept(Request request, int ttl) {
		return request.method().equals("POST") ? new Response(201, """
				{"service_name":"orders","instance_id":"o1","namespace":"shop","lease_id":"l1","ttl":%d,
				 "heartbeat_interval":10.0,"revision":1}""".formatted(ttl)) : new Response(204);
	}

	/** Notes the delays and waits for none. */
	private static final class RecordingScheduler extends ScheduledThreadPoolExecutor {

		private final List<Duration> delays = new CopyOnWriteArrayList<>();

		RecordingScheduler() {
			super(1);
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable step, long delay, TimeUnit unit) {
			if (delay > 0) {
				this.delays.add(Duration.ofNanos(unit.toNanos(delay)));
			}
			return super.schedule(step, 0, unit);
		}

	}

}
