package io.mcp.registry.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Streams that open and close on true threads while the feed runs. */
class WatchHubRaceTests {

	private static final int CHANGES = 3000;

	private static final int STREAMS = 200;

	@RepeatedTest(5)
	void everyStreamEndsWithWhatTheViewShowsAndNeverGoesBack(RepetitionInfo repetition) {
		long seed = 20260102L + repetition.getCurrentRepetition();
		System.out.println("seed " + seed);
		Random random = new Random(seed);
		List<ExecutorService> loops = List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
		try (WatchingReplica replica = new WatchingReplica()) {
			List<Follower> followers = new ArrayList<>();
			for (int i = 0; i < CHANGES; i++) {
				String service = random.nextBoolean() ? "a" : "b";
				String id = "i" + random.nextInt(3);
				boolean leaves = random.nextInt(3) == 0 && replica.view.service(ShownServices.key(service))
					.filter((it) -> it.instance(id).isPresent())
					.isPresent();
				(leaves ? replica.view.remove(service, id, replica.hub) : replica.view.put(service, id, replica.hub))
					.run();
				if (i % (CHANGES / STREAMS) == 0) {
					Follower follower = new Follower(replica.hub, loops.get(random.nextInt(2)), service,
							random.nextBoolean() ? null : replica.view.revision());
					followers.add(follower);
					follower.open();
				}
				if (random.nextInt(10) == 0) {
					followers.remove(random.nextInt(followers.size())).close();
				}
				if (followers.isEmpty()) {
					Follower follower = new Follower(replica.hub, loops.get(0), service, null);
					followers.add(follower);
					follower.open();
				}
			}
			await().untilAsserted(() -> assertThat(followers).allSatisfy((follower) -> {
				assertThat(follower.fault.get()).isNull();
				assertThat(follower.known.get()).isEqualTo(replica.view.revision(ShownServices.key(follower.service)));
			}));
		}
		finally {
			loops.forEach(ExecutorService::shutdown);
			loops.forEach((loop) -> assertThat(awaitEnd(loop)).isTrue());
		}
	}

	private static boolean awaitEnd(ExecutorService loop) {
		try {
			return loop.awaitTermination(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Reads at once whatever comes, and checks that each event follows on the one before.
	 */
	private static final class Follower implements WatchReader {

		private final WatchHub hub;

		private final ExecutorService loop;

		private final String service;

		private final AtomicLong known;

		private final AtomicReference<@Nullable String> fault = new AtomicReference<>();

		private @Nullable Watch watch;

		Follower(WatchHub hub, ExecutorService loop, String service, @Nullable Long revision) {
			this.hub = hub;
			this.loop = loop;
			this.service = service;
			this.known = new AtomicLong((revision != null) ? revision : -1);
		}

		void open() {
			long revision = this.known.get();
			this.loop.execute(() -> {
				Opening opening = this.hub.open(
						WatchingReplica.request(this.service + ((revision >= 0) ? "@" + revision : "")), this.loop,
						this);
				this.watch = ((Opening.Opened) opening).watch();
				this.known.set((revision >= 0 && !this.watch.hasPending()) ? revision : -1);
				wake();
			});
		}

		void close() {
			this.loop.execute(() -> {
				if (this.watch != null) {
					this.watch.close();
				}
			});
		}

		@Override
		public void wake() {
			Watch open = this.watch;
			if (open == null) {
				return;
			}
			for (WatchEvent event = open.poll(); event != null; event = open.poll()) {
				long revision = (event instanceof WatchEvent.Delta delta) ? delta.revision()
						: ((WatchEvent.Snapshot) event).revision();
				boolean follows = !(event instanceof WatchEvent.Delta delta)
						|| delta.previousRevision() == this.known.get();
				if (revision <= this.known.get() || !follows) {
					this.fault.compareAndSet(null, event + " at " + revision + " after " + this.known.get());
				}
				this.known.set(revision);
			}
			open.written();
		}

		@Override
		public void abort() {
			this.fault.set("aborted");
		}

	}

}
