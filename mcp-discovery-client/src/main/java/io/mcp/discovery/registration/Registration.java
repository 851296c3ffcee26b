package io.mcp.discovery.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.mcp.discovery.registration.RegistrationFailedException.Reason;
import io.mcp.discovery.transport.Jitter;
import io.mcp.protocol.RegisterResponse;
import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One registration from its start to its end: a loop of single steps, each of which plans
 * the next when the registry has answered. The steps run one after the other on the
 * thread that this object owns, which never waits; so nothing here needs a lock, and only
 * {@link #state()}, {@link #declare}, {@link #declareAfter} and {@link #stop} may be
 * called from elsewhere.
 * <p>
 * An answer decides alone what comes next. A forgotten lease (expired during a pause of
 * this process, or lost by the store) is registered again at once. A lease that was taken
 * over belongs to a newer registration of the same id, and two that take it from each
 * other in turn would help nobody: so this one steps back, longer each time, and then
 * asks to be registered again, which the registry refuses for as long as a live instance
 * at another address holds the id.
 */
final class Registration {

	static final Duration FIRST_STEP_BACK = Duration.ofSeconds(1);

	static final Duration LONGEST_STEP_BACK = Duration.ofSeconds(30);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

	/** Of the time to leave, the part that an answer may take which is due then. */
	private static final int SHARE_OF_AN_ANSWER = 3;

	private static final Logger logger = LoggerFactory.getLogger(Registration.class);

	private final RegistrationPlan plan;

	private final LeaseCalls calls;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanos;

	private final Jitter jitter;

	private final CompletableFuture<Void> accepted = new CompletableFuture<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final RegistrationJournal journal;

	private final DeclaredStatus status;

	private final Duration settle;

	private @Nullable Lease lease;

	private Duration interval;

	/** Whether heartbeats keep the instance listed, and not the registry's probes. */
	private boolean leased;

	private @Nullable Future<?> next;

	/** A status that is declared in a moment, unless something else happens. */
	private @Nullable Future<?> nextStatus;

	private boolean underWay;

	private boolean stopping;

	private boolean leaving;

	/** What the heartbeat under way tells; {@code null} where it only renews. */
	private @Nullable Status told;

	private Duration leaveWithin = Duration.ZERO;

	private long stoppedAt;

	private int conflicts;

	private long heldSince;

	Registration(RegistrationPlan plan, LeaseCalls calls, ScheduledExecutorService scheduler, InstantSource instants,
			LongSupplier nanos, Jitter jitter, Duration settle) {
		this.plan = plan;
		this.calls = calls;
		this.scheduler = scheduler;
		this.nanos = nanos;
		this.jitter = jitter;
		this.interval = plan.renewInterval();
		this.journal = new RegistrationJournal(plan.request(), instants);
		this.status = new DeclaredStatus(plan.request().status());
		this.settle = settle;
	}

	void start() {
		this.scheduler.execute(this::register);
	}

	RegistrationState state() {
		return this.journal.state();
	}

	/** What kind of failure the last one was. */
	Reason lastReason() {
		return this.journal.lastReason();
	}

	/**
	 * Completes when the registry accepted for the first time; fails with a
	 * {@link RegistrationFailedException} when it refused.
	 */
	CompletableFuture<Void> accepted() {
		return this.accepted;
	}

	/**
	 * Ends the loop and leaves. A plain heartbeat under way is not waited for: its lease
	 * id makes it harmless later. A registration is, or a status that is being told, but
	 * only for a part of the time: a lease that is granted after that is given back then.
	 * @param leaveWithin time for a drain, the deregistration and what is under way; zero
	 * deregisters without a drain, as soon as what is under way has its answer
	 * @return completes when all is done, or all that the time allows
	 */
	CompletableFuture<Void> stop(Duration leaveWithin) {
		long now = this.nanos.getAsLong();
		this.scheduler.execute(() -> {
			if (!this.stopping) {
				this.stopping = true;
				this.leaveWithin = leaveWithin;
				this.stoppedAt = now;
				cancel(this.next);
				cancel(this.nextStatus);
				if (!this.underWay || this.lease != null && this.told == null) {
					leave();
				}
				else if (leaveWithin.compareTo(Duration.ZERO) > 0) {
					this.scheduler.schedule(this::leaveUnanswered, leaveWithin.dividedBy(SHARE_OF_AN_ANSWER).toNanos(),
							TimeUnit.NANOSECONDS);
				}
			}
		});
		return this.ended;
	}

	/** Declares a status: at once where a lease is held, with the next step otherwise. */
	void declare(Status declared) {
		this.scheduler.execute(() -> {
			cancel(this.nextStatus);
			declareNow(declared);
		});
	}

	/** Declares a status later, unless another is declared or the end begins before. */
	void declareAfter(Duration delay, Status declared) {
		this.scheduler.execute(() -> {
			cancel(this.nextStatus);
			if (!this.stopping) {
				this.nextStatus = this.scheduler.schedule(() -> declareNow(declared), delay.toNanos(),
						TimeUnit.NANOSECONDS);
			}
		});
	}

	private void declareNow(Status declared) {
		this.status.declare(declared);
		Lease held = this.lease;
		if (this.status.news() != null && held != null && !this.underWay && !this.stopping) {
			cancel(this.next);
			renew(held);
		}
	}

	private void register() {
		Status declared = this.status.declared();
		await(this.calls.register(this.plan.requestDeclaring(declared)), (outcome) -> registering(outcome, declared));
	}

	private void registering(Registering outcome, Status declared) {
		if (outcome instanceof Registering.Registered registered) {
			this.status.heard(declared);
			registered(registered);
		}
		else if (outcome instanceof Registering.IdTaken taken) {
			this.journal.failed(Reason.ID_TAKEN, taken.message());
			this.journal.warnOnce(logger, "'{}' is not registered yet, it is tried again in the background: {}",
					taken.message());
			plan(this::register, this.jitter.backOff(this.journal.failures(), FIRST_STEP_BACK, LONGEST_STEP_BACK));
		}
		else if (outcome instanceof Registering.Refused refused) {
			this.journal.failed(Reason.REFUSED, refused.message());
			this.journal.warnOnce(logger, "'{}' was refused, it is tried again in the background: {}",
					refused.message());
			this.accepted.completeExceptionally(new RegistrationFailedException(Reason.REFUSED,
					"'" + this.plan.request().serviceName() + "' was not registered: " + refused.message(),
					refused.errors()));
			plan(this::register, this.jitter.backOff(this.journal.failures(), FIRST_STEP_BACK, LONGEST_STEP_BACK));
		}
		else if (outcome instanceof Registering.Unreached unreached) {
			this.journal.failed(Reason.UNREACHABLE, unreached.reason());
			plan(this::register, longer(this.calls.pause(), SHORTEST_PAUSE));
		}
	}

	private void registered(Registering.Registered registered) {
		RegisterResponse response = registered.response();
		Lease granted = new Lease(response.serviceName(), response.instanceId(), response.leaseId());
		Duration ttl = Duration.ofSeconds(response.ttl());
		this.leased = !ttl.isZero();
		boolean tooRare = this.leased && this.plan.renewInterval().compareTo(ttl) >= 0;
		this.interval = tooRare ? ttl.dividedBy(3) : this.plan.renewInterval();
		this.lease = granted;
		this.heldSince = this.nanos.getAsLong();
		this.journal.registered(granted);
		logger.info("Registered '{}' as {} at {}, lease of {} s", granted.serviceName(), granted.instanceId(),
				registered.by(), response.ttl());
		response.warnings()
			.forEach((warning) -> logger.warn("Registration of '{}': {}", granted.serviceName(), warning));
		this.accepted.complete(null);
		planRenewal(granted);
	}

	private void planRenewal(Lease held) {
		boolean news = this.status.news() != null;
		if (news || this.leased) {
			plan(() -> renew(held), news ? Duration.ZERO : this.jitter.around(this.interval));
		}
	}

	private void renew(Lease current) {
		Status news = this.status.news();
		this.told = news;
		await(this.calls.renew(current, news, longer(this.interval, SHORTEST_TIMEOUT)),
				(renewal) -> renewed(current, news, renewal));
	}

	private void renewed(Lease current, @Nullable Status news, Renewal renewal) {
		if (renewal instanceof Renewal.Renewed) {
			this.status.heard(news);
			this.journal.renewed();
			planRenewal(current);
		}
		else if (renewal instanceof Renewal.Forgotten) {
			logger.info("The registry no longer knows the lease of {}; registering again", current.instanceId());
			this.lease = null;
			this.journal.lost("the registry no longer knew the lease");
			if (!this.stopping) {
				register();
			}
		}
		else if (renewal instanceof Renewal.TakenOver) {
			this.lease = null;
			this.journal.lost("the lease was taken over by a newer registration of the same id");
			await(this.calls.holder(current), (holder) -> takenOver(current, holder));
		}
		else if (renewal instanceof Renewal.Refused refused) {
			this.journal.failed(Reason.REFUSED, refused.message());
			this.journal.warnOnce(logger, "A heartbeat of '{}' was refused: {}", refused.message());
			plan(() -> renew(current), this.jitter.around(this.interval));
		}
		else if (renewal instanceof Renewal.Unreached unreached) {
			this.journal.failed(Reason.UNREACHABLE, unreached.reason());
			Duration pause = longer(this.calls.pause(), SHORTEST_PAUSE);
			plan(() -> renew(current), (pause.compareTo(this.interval) < 0) ? pause : this.interval);
		}
	}

	private void takenOver(Lease lost, String holder) {
		boolean heldLong = this.nanos.getAsLong() - this.heldSince > LONGEST_STEP_BACK.multipliedBy(2).toNanos();
		this.conflicts = heldLong ? 1 : this.conflicts + 1;
		String message = "the lease of " + lost.instanceId()
				+ " was taken over by a newer registration of the same id, " + holder;
		this.journal.failed(Reason.ID_TAKEN, message);
		if (this.conflicts == 1) {
			logger
				.warn("'{}' is listed by another process: {}. Stepping back; registering again when that one is gone. "
						+ "Give each process an instance id of its own", lost.serviceName(), message);
		}
		plan(this::register, this.jitter.backOff(this.conflicts, FIRST_STEP_BACK, LONGEST_STEP_BACK));
	}

	private void leaveUnanswered() {
		if (this.lease != null) {
			leave();
		}
		else {
			this.leaveWithin = Duration.ZERO;
			this.journal.deregistered();
			this.ended.complete(null);
		}
	}

	private void leave() {
		if (this.leaving) {
			return;
		}
		this.leaving = true;
		Lease held = this.lease;
		if (held == null) {
			this.journal.deregistered();
			end();
			return;
		}
		Duration passed = Duration.ofNanos(this.nanos.getAsLong() - this.stoppedAt);
		// An address that owes an answer may owe the next one too.
		LeaseCalls way = this.underWay ? this.calls.elsewhere() : this.calls;
		new Departure(way, this.scheduler, this.journal, this.settle).begin(held, this.leaveWithin.minus(passed),
				this.leased ? this.interval : null, this::end);
	}

	private void end() {
		this.accepted.completeExceptionally(new RegistrationFailedException(Reason.UNREACHABLE,
				"'" + this.plan.request().serviceName() + "' was not registered: stopped before the registry accepted",
				List.of()));
		this.scheduler.shutdown();
		this.ended.complete(null);
	}

	/**
	 * Goes on with the outcome on this object's thread, or ends where that was asked for.
	 */
	private <T> void await(CompletableFuture<T> call, Consumer<T> then) {
		this.underWay = true;
		call.whenCompleteAsync((outcome, bug) -> {
			this.underWay = false;
			if (this.leaving) {
				return;
			}
			if (bug != null) {
				logger.error("The registration of '{}' ends", this.plan.request().serviceName(), bug);
				this.stopping = true;
				this.stoppedAt = this.nanos.getAsLong();
			}
			else {
				then.accept(outcome);
			}
			if (this.stopping && !this.underWay) {
				leave();
			}
		}, this.scheduler);
	}

	private void plan(Runnable step, Duration delay) {
		if (!this.stopping) {
			this.next = this.scheduler.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private static void cancel(@Nullable Future<?> planned) {
		if (planned != null) {
			planned.cancel(false);
		}
	}

	private static Duration longer(Duration first, Duration second) {
		return (first.compareTo(second) > 0) ? first : second;
	}

}
