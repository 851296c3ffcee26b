package io.mcp.discovery.watch;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Shares services out among as many streams as they need. Used on the scheduler's thread
 * only.
 */
final class StreamSlots {

	private final List<StreamSlot> slots = new ArrayList<>();

	private final Supplier<StreamSlot> maker;

	StreamSlots(Supplier<StreamSlot> maker) {
		this.maker = maker;
	}

	/** From now on these are carried as well. */
	void carry(Set<String> services) {
		Set<String> missing = new HashSet<>(services);
		this.slots.forEach((slot) -> missing.removeAll(slot.services()));
		Set<StreamSlot> changed = new HashSet<>();
		for (String service : missing) {
			StreamSlot slot = this.slots.stream()
				.filter((one) -> one.hasRoomFor(service))
				.findFirst()
				.orElseGet(this::add);
			slot.add(service);
			changed.add(slot);
		}
		changed.forEach(StreamSlot::reopen);
	}

	/** From now on only these are carried. */
	void retain(Set<String> services) {
		for (StreamSlot slot : List.copyOf(this.slots)) {
			boolean changed = slot.retain(services);
			if (slot.services().isEmpty()) {
				slot.close();
				this.slots.remove(slot);
			}
			else if (changed) {
				slot.reopen();
			}
		}
	}

	/** An address does not answer. */
	void leave(URI address) {
		this.slots.forEach((slot) -> slot.leave(address));
	}

	List<SubscriptionState.Stream> states() {
		return this.slots.stream().map(StreamSlot::state).toList();
	}

	void close() {
		this.slots.forEach(StreamSlot::close);
		this.slots.clear();
	}

	private StreamSlot add() {
		StreamSlot slot = this.maker.get();
		this.slots.add(slot);
		return slot;
	}

}
