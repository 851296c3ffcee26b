package io.mcp.discovery.watch;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;

import io.mcp.discovery.transport.Scheduler;
import io.mcp.discovery.transport.StreamEnd;

/**
 * One stream that shows whether streams come through again, beside what takes their place
 * meanwhile. Used on the scheduler's thread only. Over when it told how it went.
 */
final class Trial implements StreamSlot.Listener {

	private final Scheduler scheduler;

	private final StreamSlot slot;

	private final Runnable lived;

	private final Runnable failed;

	private boolean over;

	/**
	 * Creates a trial.
	 * @param scheduler the thread of all this
	 * @param maker makes the stream
	 * @param lived told when the stream lived for {@link WatchTiming#TRIAL}
	 * @param failed told when it did not
	 */
	Trial(Scheduler scheduler, Function<StreamSlot.Listener, StreamSlot> maker, Runnable lived, Runnable failed) {
		this.scheduler = scheduler;
		this.slot = maker.apply(this);
		this.lived = lived;
		this.failed = failed;
	}

	/** Tries with as many of these services as one stream takes. */
	void begin(Set<String> services) {
		services.forEach((service) -> {
			if (this.slot.hasRoomFor(service)) {
				this.slot.add(service);
			}
		});
		this.slot.reopen();
	}

	/** Ends it without a word. */
	void close() {
		this.over = true;
		this.slot.close();
	}

	@Override
	public void opened(StreamSlot slot, boolean again) {
		this.scheduler.after(WatchTiming.TRIAL, () -> end(this.lived));
	}

	@Override
	public void ended(StreamSlot slot, URI address, int shortLives, StreamEnd end) {
		end(this.failed);
	}

	@Override
	public void waiting(StreamSlot slot) {
		end(this.failed);
	}

	@Override
	public void blocked(StreamSlot slot, URI address, StreamEnd end) {
		end(this.failed);
	}

	private void end(Runnable word) {
		if (!this.over) {
			close();
			word.run();
		}
	}

}
