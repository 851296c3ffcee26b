package io.mcp.benchmarks.watch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mcp.benchmarks.http.RegistryCalls;
import io.mcp.benchmarks.watch.Arrivals.Seen;
import io.mcp.protocol.LeaseRef;
import io.mcp.protocol.RegisterRequest;
import org.jspecify.annotations.Nullable;

/**
 * The service that everybody watches: a few instances that stay, and one more that comes
 * and goes, each time as another, at the registries in turn. Not thread-safe.
 */
public final class ChangingService {

	/** Its name. */
	public static final String NAME = "watched";

	/** How many instances stay. */
	public static final int STAYING = 10;

	private static final int PORT = 8080;

	private static final int TTL_SECONDS = 3600;

	private final List<RegistryCalls> registries;

	private final Arrivals arrivals;

	private int comings;

	private @Nullable LeaseRef passing;

	/**
	 * Nothing is registered yet.
	 * @param registries at least one
	 * @param arrivals where its subscribers tell what they see
	 */
	public ChangingService(List<RegistryCalls> registries, Arrivals arrivals) {
		this.registries = List.copyOf(registries);
		this.arrivals = arrivals;
	}

	/** Registers the instances that stay. */
	public void settle() {
		IntStream.range(0, STAYING)
			.mapToObj((i) -> register(NAME + ":staying-" + i, this.registries.get(0)))
			.toList()
			.forEach(CompletableFuture::join);
	}

	/**
	 * One more comes.
	 * @return nanoseconds from the start of the registration until each had it on its
	 * list
	 */
	public long[] come() {
		String id = NAME + ":passing-" + this.comings++;
		Seen<LeaseRef> seen = this.arrivals.after(new Expectation(id, true), () -> register(id, registry()));
		this.passing = seen.answer();
		return seen.times();
	}

	/**
	 * It goes again.
	 * @return nanoseconds from the start of the deregistration until each no longer had
	 * it on its list
	 */
	public long[] go() {
		LeaseRef leaving = this.passing;
		if (leaving == null) {
			throw new IllegalStateException("Nobody came, or he has gone already");
		}
		this.passing = null;
		return this.arrivals.after(new Expectation(leaving.instanceId(), false), () -> registry().deregister(leaving))
			.times();
	}

	/** Whichever of both is next. */
	public long[] comeOrGo() {
		return (this.passing == null) ? come() : go();
	}

	private RegistryCalls registry() {
		return this.registries.get(this.comings % this.registries.size());
	}

	private static CompletableFuture<LeaseRef> register(String id, RegistryCalls registry) {
		return registry
			.register(RegisterRequest.of(NAME, "10.1.2.3", PORT)
				.instanceId(id)
				.ttl(TTL_SECONDS)
				.metadata("version", "v1.2")
				.metadata("env", "prod")
				.build())
			.thenApply((response) -> new LeaseRef(response.serviceName(), response.instanceId(), response.leaseId()));
	}

}
