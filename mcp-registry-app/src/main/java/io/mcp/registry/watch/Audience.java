package io.mcp.registry.watch;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Everybody who watches one service on one event loop, in no order. Leaving costs the
 * same however many there are. Confined to the event loop.
 */
final class Audience {

	private Subscription[] members = new Subscription[1];

	private int size;

	void add(Subscription subscription) {
		if (this.size == this.members.length) {
			this.members = Arrays.copyOf(this.members, this.size + (this.size >> 1) + 1);
		}
		subscription.place(this.size);
		this.members[this.size++] = subscription;
	}

	/** The last one takes the free place. */
	@SuppressWarnings("NullAway") // a place that nobody has is never looked at
	void remove(Subscription subscription) {
		Subscription last = this.members[--this.size];
		this.members[this.size] = null;
		if (last != subscription) {
			this.members[subscription.place()] = last;
			last.place(subscription.place());
		}
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/** The audience must not change meanwhile. */
	void forEach(Consumer<Subscription> action) {
		for (int i = 0; i < this.size; i++) {
			action.accept(this.members[i]);
		}
	}

}
