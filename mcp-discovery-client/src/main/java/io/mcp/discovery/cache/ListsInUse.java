package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import org.jspecify.annotations.Nullable;

/** The lists by the keys of their services, until they are unused. Thread-safe. */
final class ListsInUse {

	/** A bound against callers that look up whatever they are sent. */
	private static final int MOST_SERVICES = 10_000;

	private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

	private final Cache<String, ServiceList> lists;

	/**
	 * Creates an empty collection.
	 * @param idleAfter a list that is unused for this long is dropped
	 * @param nanos for measuring time
	 * @param kept which services are not dropped
	 */
	ListsInUse(Duration idleAfter, LongSupplier nanos, Predicate<String> kept) {
		this.lists = Caffeine.newBuilder()
			.maximumSize(MOST_SERVICES)
			.ticker(nanos::getAsLong)
			.executor(Runnable::run)
			.expireAfter(Expiry.<String, ServiceList>accessing((key, list) -> kept.test(key) ? FOREVER : idleAfter))
			.build();
	}

	/** A list, which counts as used now. */
	@Nullable ServiceList used(String key) {
		return this.lists.getIfPresent(key);
	}

	/** A list, made where there is none, which counts as used now. */
	ServiceList used(String key, Function<String, ServiceList> maker) {
		return this.lists.get(key, maker);
	}

	/** A list, without counting as a use. */
	@Nullable ServiceList quietly(String key) {
		return this.lists.policy().getIfPresentQuietly(key);
	}

	/** All lists, without counting as a use. */
	Stream<ServiceList> all() {
		this.lists.cleanUp();
		return this.lists.asMap().values().stream();
	}

}
