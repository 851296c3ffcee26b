package io.mcp.discovery.registration;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mcp.discovery.registration.Draining.Drained;
import io.mcp.discovery.registration.Draining.NotDrained;
import io.mcp.protocol.DrainReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a registration ends, on the registration's own thread:
 * <ol>
 * <li>drain: the registry sets the instance to {@code DRAINING} and answers when every
 * subscriber said that it no longer uses it, or after the time for it;</li>
 * <li>deregister, whatever came of the first;</li>
 * <li>settle: a moment in which nothing happens. A subscriber acknowledges when its new
 * list is in place; a call that picked its instance from the list before that may still
 * be on its way here. Neither the registry nor the subscriber knows of such a call, so
 * only the one who is called can wait for it, and it must wait before its server closes.
 * That is why the wait is part of leaving, and not of the registry's answer or of a web
 * server's shutdown, which begins when this has ended.</li>
 * </ol>
 * The lease is renewed meanwhile, because a drain may be allowed to take longer than the
 * lease has left; these heartbeats say nothing about the status.
 */
final class Departure {

	private static final Logger logger = LoggerFactory.getLogger(Departure.class);

	/** The most that is kept of the time for the steps after the drain. */
	private static final Duration LONGEST_RESERVE = Duration.ofMillis(500);

	private final LeaseCalls calls;

	private final ScheduledExecutorService scheduler;

	private final RegistrationJournal journal;

	private final Duration settle;

	private @Nullable Future<?> renewals;

	/**
	 * Prepares a departure.
	 * @param settle wait after the deregistration
	 */
	Departure(LeaseCalls calls, ScheduledExecutorService scheduler, RegistrationJournal journal, Duration settle) {
		this.calls = calls;
		this.scheduler = scheduler;
		this.journal = journal;
		this.settle = settle;
	}

	/**
	 * Leaves.
	 * @param held the lease to give back
	 * @param left time for all of it; too little for a drain deregisters at once
	 * @param renewEach time between two heartbeats; {@code null} where none are needed
	 * @param ended called on the registration's thread when all is done
	 */
	void begin(Lease held, Duration left, @Nullable Duration renewEach, Runnable ended) {
		Duration fifth = left.dividedBy(5);
		Duration reserve = (fifth.compareTo(LONGEST_RESERVE) < 0) ? fifth : LONGEST_RESERVE;
		Duration wait = left.minus(reserve);
		if (wait.toMillis() < 1) {
			release(held, ended);
			return;
		}
		this.journal.draining();
		if (renewEach != null) {
			this.renewals = this.scheduler.scheduleWithFixedDelay(() -> this.calls.renew(held, null, renewEach),
					renewEach.toNanos(), renewEach.toNanos(), TimeUnit.NANOSECONDS);
		}
		Duration grace = reserve.dividedBy(2);
		Duration patience = wait.plus(grace);
		this.calls.drain(held, wait, grace)
			.completeOnTimeout(new NotDrained("no answer within " + patience.toMillis() + " ms"), patience.toNanos(),
					TimeUnit.NANOSECONDS)
			.whenCompleteAsync((draining, bug) -> {
				drained(held, (draining != null) ? draining : new NotDrained(String.valueOf(bug)));
				release(held, ended);
			}, this.scheduler);
	}

	private void drained(Lease held, Draining draining) {
		if (this.renewals != null) {
			this.renewals.cancel(false);
		}
		if (draining instanceof Drained drained) {
			DrainReport report = drained.report();
			this.journal.drained(report);
			logger.info("Drained {}: {} of {} subscribers acknowledged in {} ms{}", held.instanceId(),
					report.acknowledged(), report.subscribers(), report.tookMs(), unheard(report));
		}
		else if (draining instanceof NotDrained not) {
			logger.info("{} is deregistered without a drain: {}", held.instanceId(), not.reason());
		}
	}

	private static String unheard(DrainReport report) {
		String pending = (report.pending() > 0) ? ", " + report.pending() + " did not" : "";
		return (report.silentReplicas() > 0)
				? pending + "; " + report.silentReplicas() + " registry processes did not tell of theirs" : pending;
	}

	private void release(Lease held, Runnable ended) {
		this.calls.release(held).whenCompleteAsync((error, bug) -> {
			String reason = (bug == null) ? error : bug.toString();
			if (reason.isEmpty()) {
				logger.info("Deregistered {}", held.instanceId());
				this.journal.deregistered();
				this.scheduler.schedule(ended, this.settle.toNanos(), TimeUnit.NANOSECONDS);
			}
			else {
				logger.warn("{} was not deregistered, it leaves the lists with its lease: {}", held.instanceId(),
						reason);
				this.journal.leftBehind(reason);
				ended.run();
			}
		}, this.scheduler);
	}

}
