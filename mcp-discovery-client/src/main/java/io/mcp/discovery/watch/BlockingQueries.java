package io.mcp.discovery.watch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.mcp.discovery.cache.WatchedLists;
import io.mcp.discovery.transport.RegistryReply;
import io.mcp.discovery.transport.RegistryReply.Answer;
import io.mcp.discovery.transport.RegistryReply.Outage;
import io.mcp.discovery.transport.Scheduler;
import io.mcp.protocol.ServiceInstances;

/**
 * Keeps lists fresh by questions that the registry answers when something is new. Each
 * holds a connection, so only some services get one, and the others are polled. Used on
 * the scheduler's thread only.
 */
final class BlockingQueries {

	/** Each is a connection, at the registry as well. */
	static final int MOST_AT_ONCE = 16;

	/** Of one service: a replica that goes away ends the questions about all of them. */
	private static final int FAILURES_IN_A_ROW = 3;

	/** An early answer without news is no answer to a question that waits. */
	private static final int EARLY = 2;

	private final WatchedLists lists;

	private final WatchCalls calls;

	private final Scheduler scheduler;

	private final WatchTiming timing;

	/** Told why the questions do not come through either. */
	private final Consumer<String> blocked;

	private final Map<String, Question> asked = new LinkedHashMap<>();

	private final Set<String> polled = new LinkedHashSet<>();

	private boolean stopped;

	BlockingQueries(WatchedLists lists, WatchCalls calls, Scheduler scheduler, WatchTiming timing,
			Consumer<String> blocked) {
		this.lists = lists;
		this.calls = calls;
		this.scheduler = scheduler;
		this.timing = timing;
		this.blocked = blocked;
	}

	/** From now on for these services. */
	void keep(Set<String> services) {
		this.asked.keySet().retainAll(services);
		this.polled.retainAll(services);
		for (String service : services) {
			if (!this.asked.containsKey(service)) {
				if (this.asked.size() < MOST_AT_ONCE) {
					Question question = new Question(service);
					this.asked.put(service, question);
					this.polled.remove(service);
					this.lists.pace(service, this.timing.pullInterval());
					ask(question);
				}
				else if (this.polled.add(service)) {
					this.lists.pace(service, this.timing.pollInterval());
				}
			}
		}
	}

	/** Ends it. Answers that still come are ignored. */
	void stop() {
		this.stopped = true;
	}

	private void ask(Question question) {
		if (!isCurrent(question)) {
			return;
		}
		Long revision = this.lists.inUse().get(question.service());
		if (revision == null) {
			// It may come into use again before the next look at what is.
			this.asked.remove(question.service());
			return;
		}
		if (revision < 0) {
			this.lists.load(question.service()).thenRunAsync(() -> askLater(question), this.scheduler);
			return;
		}
		long askedAt = this.scheduler.nanos();
		this.calls.await(this.calls.inTurn().get(0), question.service(), revision, WatchTiming.WAIT)
			.thenAcceptAsync((reply) -> {
				if (isCurrent(question)) {
					take(question, revision, Duration.ofNanos(this.scheduler.nanos() - askedAt), reply);
				}
			}, this.scheduler);
	}

	private void take(Question question, long revision, Duration took, RegistryReply<ServiceInstances> reply) {
		if (reply instanceof Outage<ServiceInstances> outage) {
			failed(question, outage.reason());
			return;
		}
		Answer<ServiceInstances> answer = (Answer<ServiceInstances>) reply;
		ServiceInstances list = answer.value();
		if (list == null) {
			failed(question, answer.refusal());
			return;
		}
		this.lists.fetched(list);
		boolean early = took.compareTo(WatchTiming.WAIT.dividedBy(EARLY)) < 0;
		if (early && list.revision() == revision) {
			failed(question, answer.from() + " answered at once, without news");
			return;
		}
		question.failures = 0;
		ask(question);
	}

	/**
	 * Whether the registry is away, or only questions that wait fail, shows another one.
	 */
	private void failed(Question question, String reason) {
		this.lists.load(question.service()).thenAcceptAsync((answered) -> {
			if (!isCurrent(question)) {
				return;
			}
			question.failures = answered ? question.failures + 1 : 0;
			if (question.failures >= FAILURES_IN_A_ROW) {
				this.blocked.accept(reason);
			}
			else {
				askLater(question);
			}
		}, this.scheduler);
	}

	private void askLater(Question question) {
		this.scheduler.after(pause(), () -> ask(question));
	}

	private boolean isCurrent(Question question) {
		return !this.stopped && this.asked.get(question.service()) == question;
	}

	private Duration pause() {
		Duration pause = this.calls.pause();
		return (pause.compareTo(WatchTiming.FIRST_BACK_OFF) > 0) ? pause : WatchTiming.FIRST_BACK_OFF;
	}

	/** The questions about one service, one after the other. Two are never the same. */
	private static final class Question {

		private final String service;

		/** How many in a row failed although the registry was there. */
		private int failures;

		Question(String service) {
			this.service = service;
		}

		String service() {
			return this.service;
		}

	}

}
