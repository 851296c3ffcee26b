package io.mcp.discovery.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.mcp.discovery.balance.Picker;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists of an earlier life that no registry has replaced yet. Thread-safe. */
final class PreloadedLists {

	private static final Logger logger = LoggerFactory.getLogger(PreloadedLists.class);

	private final Map<String, Preloaded> lists = new ConcurrentHashMap<>();

	private final PickerMaker pickers;

	private final LongSupplier nanos;

	private final AtomicBoolean used = new AtomicBoolean();

	PreloadedLists(PickerMaker pickers, LongSupplier nanos) {
		this.pickers = pickers;
		this.nanos = nanos;
	}

	/**
	 * Adds lists.
	 * @param added every instance of each service
	 * @param age time since a registry said so
	 */
	void add(List<ServiceInstances> added, Duration age) {
		long takenAt = this.nanos.getAsLong() - age.toNanos();
		for (ServiceInstances list : added) {
			Selection selection = Selection.of(list.instances());
			Picker picker = this.pickers.picker(selection.instances());
			this.lists.put(ServiceLists.key(list.serviceName()), new Preloaded(list, selection, picker, takenAt));
		}
	}

	@Nullable Preloaded get(String key) {
		return this.lists.get(key);
	}

	/** A registry told a list. */
	void replaced(String key) {
		this.lists.remove(key);
	}

	/** A caller gets a list in place of a registry's. Said once. */
	void used() {
		if (!this.used.get() && this.used.compareAndSet(false, true)) {
			List<Preloaded> all = List.copyOf(this.lists.values());
			logger.warn(
					"No registry has answered yet. Until one does, callers get the snapshot of an earlier run: "
							+ "{} services with {} instances, up to {} s old",
					all.size(), all.stream().mapToInt((one) -> one.list().instances().size()).sum(),
					ages().max(Comparator.naturalOrder()).orElse(Duration.ZERO).toSeconds());
		}
	}

	/** The lists by the keys of their services, in their order. */
	Map<String, ServiceInstances> lists() {
		Map<String, ServiceInstances> all = new TreeMap<>();
		this.lists.forEach((key, preloaded) -> all.put(key, preloaded.list()));
		return all;
	}

	Stream<Duration> ages() {
		long now = this.nanos.getAsLong();
		return this.lists.values().stream().map((preloaded) -> preloaded.age(now));
	}

	/** Makes what picks from a list. */
	interface PickerMaker {

		/** The picker; {@code null} for an empty list. */
		@Nullable Picker picker(List<InstanceInfo> instances);

	}

}
