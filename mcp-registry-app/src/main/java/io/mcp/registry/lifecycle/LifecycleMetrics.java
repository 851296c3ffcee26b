package io.mcp.registry.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mcp.registry.instance.Renewal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what happened: {@code mcp.registry.registrations}, {@code .heartbeats},
 * {@code .deregistrations} and {@code .drains}, each by outcome, and times drains.
 * Thread-safe.
 */
final class LifecycleMetrics {

	private final Map<String, Counter> registrations;

	private final Map<String, Counter> heartbeats;

	private final Map<String, Counter> deregistrations;

	private final Map<String, Counter> drains;

	private final Timer drain;

	LifecycleMetrics(MeterRegistry meters) {
		this.registrations = counters(meters, "mcp.registry.registrations", "Registrations by outcome",
				Stream.of("created", "renewed", "conflict"));
		this.heartbeats = counters(meters, "mcp.registry.heartbeats", "Heartbeats by outcome", names(Renewal.values()));
		this.deregistrations = counters(meters, "mcp.registry.deregistrations", "Deregistrations by outcome",
				names(Departure.values()));
		this.drains = counters(meters, "mcp.registry.drains", "Drains by outcome",
				Stream.of("complete", "partial", "unknown", "taken_over"));
		this.drain = Timer.builder("mcp.registry.drain")
			.description("How long drains took until subscribers had acknowledged, or the wait was over")
			.register(meters);
	}

	CompletionStage<RegisterOutcome> registration(CompletionStage<RegisterOutcome> outcome) {
		return count(outcome, this.registrations, (it) -> {
			if (it instanceof RegisterOutcome.Registered registered) {
				return registered.created() ? "created" : "renewed";
			}
			return "conflict";
		});
	}

	CompletionStage<Renewal> renewal(CompletionStage<Renewal> outcome) {
		return count(outcome, this.heartbeats, LifecycleMetrics::name);
	}

	CompletionStage<Departure> departure(CompletionStage<Departure> outcome) {
		return count(outcome, this.deregistrations, LifecycleMetrics::name);
	}

	CompletionStage<DrainOutcome> drain(CompletionStage<DrainOutcome> outcome) {
		return count(outcome, this.drains, (it) -> {
			if (it instanceof DrainOutcome.Drained drained) {
				this.drain.record(Duration.ofMillis(drained.report().tookMs()));
				return drained.report().complete() ? "complete" : "partial";
			}
			return (it instanceof DrainOutcome.Unknown) ? "unknown" : "taken_over";
		});
	}

	private static <T> CompletionStage<T> count(CompletionStage<T> stage, Map<String, Counter> counters,
			Function<T, String> outcome) {
		return stage.whenComplete((done, failure) -> {
			Counter counter = counters.get((failure != null) ? "failed" : outcome.apply(done));
			if (counter != null) {
				counter.increment();
			}
		});
	}

	private static Map<String, Counter> counters(MeterRegistry meters, String name, String description,
			Stream<String> outcomes) {
		return Stream.concat(outcomes, Stream.of("failed"))
			.collect(Collectors.toUnmodifiableMap(Function.identity(),
					(outcome) -> Counter.builder(name)
						.description(description)
						.tag("outcome", outcome)
						.register(meters)));
	}

	private static Stream<String> names(Enum<?>[] values) {
		return Arrays.stream(values).map(LifecycleMetrics::name);
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
